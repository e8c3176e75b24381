import {
  amountFromEvent,
  amountToApi,
  amountToEvent,
  currencyExponent,
  isCurrency,
  positiveAmount,
  splitEvenly,
  sum,
} from '../../src/kernel/money.js';
import { refusalOf } from '../domain/account-scenario.js';

describe('an amount', () => {
  it('from a request is 1 … 10^12 − 1 minor units', () => {
    expect(positiveAmount(1)).toBe(1n);
    expect(positiveAmount(999_999_999_999)).toBe(999_999_999_999n);
    const refused = [0, -1, 1_000_000_000_000, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER + 2];
    const codes = refused.map((value) => refusalOf(() => positiveAmount(value)).code);
    expect(new Set(codes)).toEqual(new Set(['amount_out_of_range']));
  });

  it('in an event is a decimal string without sign or leading zero', () => {
    expect(amountToEvent(8_000n)).toBe('8000');
    expect(amountFromEvent('8000')).toBe(8_000n);
    expect(amountFromEvent('0')).toBe(0n);
    expect(() => amountToEvent(-1n)).toThrow(/invariant/);
    expect(() => amountToEvent(1_000_000_000_000n)).toThrow(/invariant/);
    for (const text of ['', '-1', '01', '1.0', '1e3', '1000000000000']) {
      expect(() => amountFromEvent(text)).toThrow(/invariant/);
    }
  });

  it('of 9 000 largest facts is still a safe integer for the API', () => {
    const total = sum(Array.from({ length: 9_000 }, () => 999_999_999_999n));
    expect(amountToApi(total)).toBe(8_999_999_999_991_000);
    expect(() => amountToApi(2n ** 53n)).toThrow(/safe integer/);
  });
});

describe('splitting', () => {
  it('uses the largest remainder: 1000 over 3 is 334, 333, 333', () => {
    expect(splitEvenly(1_000n, 3)).toEqual([334n, 333n, 333n]);
    expect(splitEvenly(1_000n, 1)).toEqual([1_000n]);
    expect(splitEvenly(11n, 4)).toEqual([3n, 3n, 3n, 2n]);
  });
});

describe('currencies', () => {
  it('have 0, 2 or 3 digits after the point, as ISO 4217 says', () => {
    expect(['JPY', 'UGX', 'USD', 'ZWG', 'KWD'].map(currencyExponent)).toEqual([0, 0, 2, 2, 3]);
  });

  it('are known by their codes', () => {
    expect(isCurrency('USD')).toBe(true);
    expect(isCurrency('usd')).toBe(false);
    expect(isCurrency('ABC')).toBe(false);
  });

  it('are not those with four digits, which no amount here can hold', () => {
    expect(['CLF', 'UYW'].map(isCurrency)).toEqual([false, false]);
  });
});
