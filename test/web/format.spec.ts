import { localDate } from '../../src/kernel/local-date.js';
import { parseAmount } from '../../src/web/amount-input.js';
import {
  currencyName,
  daysBetween,
  formatAmount,
  formatDate,
  formatDuration,
  formatInstant,
  formatLag,
  formatMoney,
  plainAmount,
} from '../../src/web/format.js';

describe('money on a page', () => {
  it('follows the exponent of the currency: 2, 0 and 3 digits', () => {
    expect(formatMoney(4_000n, 'USD')).toBe('$40.00');
    expect(formatMoney(4_000n, 'JPY')).toBe('¥4\u202f000');
    expect(formatAmount(4_000n, 'KWD')).toBe('4.000');
    expect(formatAmount(5n, 'USD')).toBe('0.05');
  });

  it('puts the sign before the currency and groups thousands by a narrow blank', () => {
    expect(formatMoney(-3_000n, 'USD')).toBe('\u2212$30.00');
    expect(formatMoney(123_456_789n, 'USD')).toBe('$1\u202f234\u202f567.89');
    expect(formatMoney(4_000n, 'KES')).toBe('KES\u00a040.00');
  });

  it('writes into a form what the form accepts', () => {
    expect(plainAmount(123_400n, 'USD')).toBe('1234.00');
    expect(parseAmount(plainAmount(123_400n, 'USD'), 'USD')).toEqual({
      ok: true,
      amountMinor: 123_400n,
    });
  });

  it('is exact up to the largest amount', () => {
    expect(formatAmount(999_999_999_999n, 'USD')).toBe('9\u202f999\u202f999\u202f999.99');
  });

  it('names the currency in words', () => {
    expect(currencyName('USD')).toBe('US dollars');
  });
});

describe('an amount that was typed', () => {
  it('is taken with no decimals, one or two', () => {
    expect(parseAmount('80', 'USD')).toEqual({ ok: true, amountMinor: 8_000n });
    expect(parseAmount('80.5', 'USD')).toEqual({ ok: true, amountMinor: 8_050n });
    expect(parseAmount(' 80.05 ', 'USD')).toEqual({ ok: true, amountMinor: 8_005n });
    expect(parseAmount('80', 'JPY')).toEqual({ ok: true, amountMinor: 80n });
    expect(parseAmount('0.005', 'KWD')).toEqual({ ok: true, amountMinor: 5n });
  });

  it('is refused with a comma or a blank inside, and told how to write it', () => {
    const message =
      'Write the amount without commas and blanks, with a point before the decimals: 80.00.';
    expect(parseAmount('80,00', 'USD')).toEqual({ ok: false, code: 'amount_malformed', message });
    expect(parseAmount('1 000', 'USD')).toEqual({ ok: false, code: 'amount_malformed', message });
    expect(parseAmount('1\u202f000.00', 'USD')).toMatchObject({ message });
  });

  it('is refused when it is no plain decimal number', () => {
    for (const text of ['-5', '+5', '$5', '5.', '.5', '1e3', '0x10', '٨٠', 'NaN', '8.0.0']) {
      expect(parseAmount(text, 'USD')).toMatchObject({ ok: false, code: 'amount_malformed' });
    }
  });

  it('is refused with more decimals than the currency has', () => {
    expect(parseAmount('80.001', 'USD')).toMatchObject({
      message: 'USD has 2 decimals at most. Write the amount as 80.00.',
    });
    expect(parseAmount('80.0', 'JPY')).toMatchObject({
      message: 'JPY has no decimals. Write the amount as 80.',
    });
  });

  it('is refused when it is missing, zero or above 10^12 − 1 minor units', () => {
    expect(parseAmount('  ', 'USD')).toMatchObject({ code: 'amount_missing' });
    expect(parseAmount('0.00', 'USD')).toMatchObject({ code: 'amount_out_of_range' });
    expect(parseAmount('9999999999.99', 'USD')).toEqual({
      ok: true,
      amountMinor: 999_999_999_999n,
    });
    expect(parseAmount('10000000000.00', 'USD')).toEqual({
      ok: false,
      code: 'amount_out_of_range',
      message: 'One payment is from 0.01 to 9999999999.99.',
    });
  });
});

describe('dates and times on a page', () => {
  it('are written the same for everybody', () => {
    expect(formatDate(localDate('2026-07-06'))).toBe('6 Jul 2026');
  });

  it('are local to the school, past midnight too', () => {
    const instant = new Date('2026-07-16T22:05:00Z');
    expect(formatInstant(instant, 'Africa/Harare')).toBe('Fri 17 Jul 2026, 00:05');
    expect(formatInstant(instant, 'UTC')).toBe('Thu 16 Jul 2026, 22:05');
  });

  it('count days over a change to summer time', () => {
    expect(daysBetween(localDate('2026-03-28'), localDate('2026-03-30'))).toBe(2);
    expect(daysBetween(localDate('2026-07-16'), localDate('2026-06-16'))).toBe(-30);
  });

  it('say a lag and a duration in the unit that fits', () => {
    expect(formatLag(0.31)).toBe('0.3 s');
    expect(formatLag(12.4)).toBe('12 s');
    expect(formatDuration(3_600)).toBe('1 hour');
    expect(formatDuration(604_800)).toBe('7 days');
    expect(formatDuration(45)).toBe('45 seconds');
    expect(formatDuration(61)).toBe('2 minutes');
  });
});
