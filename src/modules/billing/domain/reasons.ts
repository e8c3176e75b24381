// Why something was undone or forgiven (rule 6): a word that can be counted, in the clear, beside the
// text that a person gave, which is sealed.
import type { Uuid } from '../../../kernel/ids.js';

export const REASON_CODES = [
  'wrong_child',
  'wrong_amount',
  'wrong_charge',
  'recorded_twice',
  'payment_failed',
  'overpaid',
  'left_school',
  'hardship',
  'agreement',
  'other',
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];

/** Sealed under the student's key: the reason in words. */
export type ReasonSecret = { readonly note?: string };

/** A reason as a command has it; `other` when the request gave only text. */
export interface Reason {
  readonly reasonCode: ReasonCode;
  readonly note?: string;
}

/** The words of a reason as part of a fact: sealed, or nothing. */
export function sealedReason(
  { note }: Reason,
  subjectId: Uuid,
): { readonly secret?: ReasonSecret; readonly subjectId?: Uuid } {
  return note === undefined ? {} : { secret: { note }, subjectId };
}

/** What a request says; a text without a code is `other`. */
export function reasonOf(request: { reason: string; reasonCode?: ReasonCode | undefined }): Reason {
  return { reasonCode: request.reasonCode ?? 'other', note: request.reason };
}
