// What the address of an account asks for: a day, or the news of what was just done.
import { AppError } from '../kernel/app-error.js';
import { isLocalDate } from '../kernel/local-date.js';
import type { Deed } from './account-links.js';
import { filledText } from './form-body.js';
import { draftOf } from './payment-draft.js';
import type { StudentPageState } from './student-pages.js';

const DEEDS: readonly Deed[] = [
  'payment_reversed',
  'refunded',
  'refund_reversed',
  'hold_changed',
  'charge_cancelled',
  'adjusted',
  'adjustment_reversed',
];

/** @throws AppError `invalid` (`invalid_filter`) for a day that is none. */
export function askedOf(query: unknown): StudentPageState {
  const recordedId = filledText(query, 'recorded');
  const draft = draftOf(query);
  const deed = DEEDS.find((candidate) => candidate === filledText(query, 'done'));
  const of = filledText(query, 'of');
  return {
    ...(recordedId === undefined ? {} : { recordedId }),
    ...(draft === undefined ? {} : { form: () => draft }),
    ...(deed === undefined || of === undefined ? {} : { done: { deed, of } }),
    ...dayOf(filledText(query, 'asOf')),
  };
}

function dayOf(day: string | undefined): Pick<StudentPageState, 'asOf'> {
  if (day === undefined) return {};
  if (isLocalDate(day)) return { asOf: day };
  const message = `"${day}" is no day. Choose one in the form of the account.`;
  throw new AppError('invalid', message, { code: 'invalid_filter' });
}
