// An amount that a person typed into a form, read strictly: what could be meant in two ways is
// refused with a sentence that says how to write it. No float is ever made of it.
import { AMOUNT_MINOR_MAX, currencyExponent, type Currency } from '../kernel/money.js';
import { plainAmount } from './format.js';

export type AmountInput =
  | { readonly ok: true; readonly amountMinor: bigint }
  | { readonly ok: false; readonly code: AmountProblem; readonly message: string };

export type AmountProblem = 'amount_missing' | 'amount_malformed' | 'amount_out_of_range';

/**
 * `80`, `80.5`, `80.00` to minor units of the currency (ISO 4217 exponent); blanks around it are
 * dropped. A comma, a blank inside, a sign, a currency sign or more decimals than the currency has
 * are refused, as are 0 and amounts above 10^12 − 1 minor units (rule 2).
 */
export function parseAmount(text: string, currency: Currency): AmountInput {
  const typed = text.trim();
  const exponent = currencyExponent(currency);
  const example = plainAmount(10n ** BigInt(exponent) * 80n, currency);
  if (typed === '') return refused('amount_missing', `Enter an amount, such as ${example}.`);
  if (/[,\s\u00a0\u202f]/.test(typed)) {
    return refused(
      'amount_malformed',
      `Write the amount without commas and blanks, with a point before the decimals: ${example}.`,
    );
  }
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(typed);
  if (match === null) {
    return refused('amount_malformed', `"${typed}" is no amount. Write it as ${example}.`);
  }
  const [, whole = '', decimals = ''] = match;
  if (decimals.length > exponent) return refused('amount_malformed', tooPrecise(currency, example));
  return inRange(BigInt(whole + decimals.padEnd(exponent, '0')), currency);
}

function inRange(amountMinor: bigint, currency: Currency): AmountInput {
  if (amountMinor >= 1n && amountMinor <= AMOUNT_MINOR_MAX) return { ok: true, amountMinor };
  const least = plainAmount(1n, currency);
  const most = plainAmount(AMOUNT_MINOR_MAX, currency);
  return refused('amount_out_of_range', `One payment is from ${least} to ${most}.`);
}

function tooPrecise(currency: Currency, example: string): string {
  const exponent = currencyExponent(currency);
  return exponent === 0
    ? `${currency} has no decimals. Write the amount as ${example}.`
    : `${currency} has ${exponent} decimals at most. Write the amount as ${example}.`;
}

function refused(code: AmountProblem, message: string): AmountInput {
  return { ok: false, code, message };
}
