// Money is a bigint of minor units in code and Postgres, a decimal string in an event, a safe
// integer in the API (rule 9). The sign never is in the amount: the event's type says what it does.
import { AppError } from './app-error.js';
import { assert } from './assert.js';

/** Largest amount of one fact: 9 000 of them still add up to a safe integer for the API. */
export const AMOUNT_MINOR_MAX = 10n ** 12n - 1n;

/** ISO 4217 alphabetic code. */
export type Currency = string;

/** Decimal digits of an event (`"8000"`) to minor units; anything else there is a bug. */
export function amountFromEvent(digits: string): bigint {
  assert(/^(0|[1-9]\d{0,11})$/.test(digits), `amount ${digits} is no decimal string`);
  return BigInt(digits);
}

/** Minor units to the decimal string that an event holds, 0 … 10^12 − 1. */
export function amountToEvent(amountMinor: bigint): string {
  assert(amountMinor >= 0n && amountMinor <= AMOUNT_MINOR_MAX, `amount ${amountMinor} in range`);
  return amountMinor.toString();
}

/** Minor units to the API's number; sums of facts stay below 2^53. */
export function amountToApi(amountMinor: bigint): number {
  const value = Number(amountMinor);
  assert(Number.isSafeInteger(value), `amount ${amountMinor} is a safe integer`);
  return value;
}

/**
 * A positive amount from a request, already known to be a safe integer.
 * @throws AppError `invalid` (`amount_out_of_range`) unless 1 ≤ amount ≤ 10^12 − 1 (rule 2).
 */
export function positiveAmount(value: number): bigint {
  if (Number.isSafeInteger(value) && value >= 1 && BigInt(value) <= AMOUNT_MINOR_MAX) {
    return BigInt(value);
  }
  throw new AppError(
    'invalid',
    `An amount is a whole number of minor units from 1 to 999999999999.`,
    {
      code: 'amount_out_of_range',
    },
  );
}

/** Digits after the point in ISO 4217, where it is not 2. */
const EXPONENTS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
      .split(' ')
      .map((c) => [c, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
};

/** Digits after the point of a currency: 0, 2 or 3 (ISO 4217). */
export function currencyExponent(currency: Currency): number {
  return EXPONENTS[currency] ?? 2;
}

/** Whether the code is one that ISO 4217 (as this runtime knows it) lists. */
export function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code);
}

/** Splits an amount into equal parts by largest remainder: 1000 over 3 is 334, 333, 333 (rule 8). */
export function splitEvenly(amountMinor: bigint, parts: number): bigint[] {
  assert(parts > 0, 'parts > 0');
  const share = amountMinor / BigInt(parts);
  const larger = Number(amountMinor % BigInt(parts));
  return Array.from({ length: parts }, (_, i) => (i < larger ? share + 1n : share));
}

/** Sum of minor units. */
export function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}
