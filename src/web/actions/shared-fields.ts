// Fields that several actions have, as they are drawn and as they are read.
import { isPlainText } from '../../http/schema.js';
import { isLocalDate, type LocalDate } from '../../kernel/local-date.js';
import type { Currency } from '../../kernel/money.js';
import { parseAmount } from '../amount-input.js';
import type { Wrong } from '../form-problem.js';
import type { DateField, TextField } from '../form-view-models.js';
import type { Typed } from './action.js';

const REASON_CHARACTERS_MAX = 500;

export function reasonField(typed: Typed): TextField {
  return {
    kind: 'long_text',
    name: 'reason',
    label: 'Reason',
    value: typed['reason'] ?? '',
    charactersMax: REASON_CHARACTERS_MAX,
    hint: 'Kept in the books, with your name.',
  };
}

export function dayField(typed: Typed, today: LocalDate): DateField {
  return {
    kind: 'date',
    name: 'effectiveDate',
    label: 'Counts from',
    value: typed['effectiveDate'] ?? '',
    latest: today,
  };
}

export function wrongReason(typed: Typed): Wrong[] {
  const reason = reasonOf(typed);
  if (reason === '') return [['reason', 'Say why: a reason is kept with everything undone.']];
  if (reason.length > REASON_CHARACTERS_MAX) {
    return [['reason', `A reason has at most ${REASON_CHARACTERS_MAX} characters.`]];
  }
  return isPlainText(reason) && reason.isWellFormed()
    ? []
    : [['reason', 'The reason holds characters that cannot be written, such as line breaks.']];
}

export function wrongDay(typed: Typed): Wrong[] {
  const day = dayText(typed);
  return isLocalDate(day) ? [] : [['effectiveDate', 'Enter the day from which it counts.']];
}

export function wrongAmount(typed: Typed, currency: Currency): Wrong[] {
  const amount = parseAmount(typed['amount'] ?? '', currency);
  return amount.ok ? [] : [['amount', amount.message]];
}

/** Several lines become one: a reason is one line in the books. */
export function reasonOf(typed: Typed): string {
  return (typed['reason'] ?? '').replace(/\s*[\r\n]+\s*/g, ' ').trim();
}

/** As a member of a request; none where no day was typed. */
export function dayOf(typed: Typed): { readonly effectiveDate?: LocalDate } {
  const day = dayText(typed);
  return isLocalDate(day) ? { effectiveDate: day } : {};
}

/** Minor units; undefined while it is no amount. */
export function amountOf(typed: Typed, currency: Currency): bigint | undefined {
  const amount = parseAmount(typed['amount'] ?? '', currency);
  return amount.ok ? amount.amountMinor : undefined;
}

function dayText(typed: Typed): string {
  return (typed['effectiveDate'] ?? '').trim();
}

/** Codes of refusals that are about these fields. */
export const SHARED_FIELD_OF_CODE = {
  date_in_future: 'effectiveDate',
  period_closed: 'effectiveDate',
  effective_date_too_early: 'effectiveDate',
} as const;
