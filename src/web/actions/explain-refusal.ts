// Refusals in the page's words: amounts in the school's money, days as people read them, and what to do.
import type { AppError } from '../../kernel/app-error.js';
import { isLocalDate } from '../../kernel/local-date.js';
import type { Currency } from '../../kernel/money.js';
import { formatDate, formatMoney } from '../format.js';

/** Undefined where the books' own words are good enough. */
export function explainRefusal(error: AppError, currency: Currency): string | undefined {
  const words = WORDS[error.code];
  if (words === undefined) return undefined;
  return words({
    money: (name) => moneyOf(error.extra[name], currency),
    day: (name) => dayOf(error.extra[name]),
  });
}

/** What a refusal tells besides, as people read it. */
interface Told {
  readonly money: (name: string) => string;
  readonly day: (name: string) => string;
}

const WORDS: Readonly<Record<string, (told: Told) => string>> = {
  four_eyes_required: ({ money }) =>
    `Above ${money('limitMinor')} one person may not do this alone: a second bursar or administrator has to approve it. Take a smaller amount, or ask an administrator, who sets the limit.`,
  refund_exceeds: ({ money }) =>
    `Only ${money('creditMinor')} of this payment is left to give back.`,
  adjustment_exceeds: ({ money }) => `At most ${money('adjustableMinor')} can be taken off.`,
  effective_date_too_early: ({ day }) =>
    `This day is too early. The earliest possible one is ${day('earliestDate')}.`,
  date_in_future: ({ day }) =>
    `This day is in the future. Choose ${day('today')} or an earlier one.`,
  period_closed: ({ day }) => `This day is closed. The next open one is ${day('nextOpenDate')}.`,
  already_reversed: () => 'It was reversed before. Nothing was changed by this.',
  already_cancelled: () => 'It was cancelled before. Nothing was changed by this.',
};

function moneyOf(amountMinor: unknown, currency: Currency): string {
  return typeof amountMinor === 'number' && Number.isSafeInteger(amountMinor)
    ? formatMoney(BigInt(amountMinor), currency)
    : 'the limit';
}

function dayOf(day: unknown): string {
  return typeof day === 'string' && isLocalDate(day) ? formatDate(day) : 'another day';
}
