// How a form that was sent is spoken of on an error page: what it was about, and where to look what
// became of it.
import type { PaymentFormValues, ReceiptRef } from './account-view-models.js';
import type { SentFields } from './form-view-models.js';
import { studentDetailsPath } from './student-links.js';
import {
  cancelChargeRunPath,
  chargeRunPath,
  chargeRunPreviewPath,
  feeSchedulePath,
} from './term-links.js';
import { paymentsPath, receiptPath, reprintsPath, studentPath, TERMS_PATH } from './links.js';

export const LOOK_AT_TERMS: SentFields['look'] = { path: TERMS_PATH, text: 'Look at the terms' };

export interface PaymentOnItsWay {
  readonly studentId: string;
  readonly key: string;
  readonly values: PaymentFormValues;
}

export function sentPayment({ studentId, key, values }: PaymentOnItsWay): SentFields {
  return {
    path: paymentsPath(studentId),
    idempotencyKey: key,
    values,
    words: { what: 'the payment', done: 'recorded', warning: 'Do not take the money again.' },
    look: { path: studentPath(studentId), text: 'Look at the account' },
  };
}

/** Every text field of the form, so that it can be sent again as it was. */
export function sentFees(termId: string, body: unknown): Omit<SentFields, 'idempotencyKey'> {
  return {
    path: feeSchedulePath(termId),
    values: fieldsOf(body),
    words: { what: 'the new version', done: 'published', warning: 'Do not publish it again.' },
    look: { path: feeSchedulePath(termId), text: 'Look at the fees' },
  };
}

/** A charge run in doubt: the same key finds the run that was begun. */
export function sentRun(termId: string, body: unknown): Omit<SentFields, 'idempotencyKey'> {
  return {
    path: chargeRunPreviewPath(termId),
    values: fieldsOf(body),
    words: { what: 'the charge run', done: 'begun', warning: 'Do not charge by another way.' },
    look: { path: chargeRunPreviewPath(termId), text: 'Preview what is missing' },
  };
}

/** A copy in doubt: printed before it is counted it would have no number. */
export function sentReprint(ref: ReceiptRef): Omit<SentFields, 'idempotencyKey'> {
  return {
    path: reprintsPath(ref),
    values: {},
    words: { what: 'the copy', done: 'counted', warning: 'Do not print the receipt yet.' },
    look: { path: receiptPath(ref), text: 'Look at the receipt' },
  };
}

/** A charge run that is cancelled: the same key goes on with the cancellation that was begun. */
export function sentCancellation(
  chargeRunId: string,
  reason: string,
): Omit<SentFields, 'idempotencyKey'> {
  return {
    path: cancelChargeRunPath(chargeRunId),
    values: { reason },
    words: { what: 'the charge run', done: 'cancelled', warning: 'Do not charge anew yet.' },
    look: { path: chargeRunPath(chargeRunId), text: 'Look at the run' },
  };
}

/** Details or status of a student; values that no button of the page repeats go along. */
export function sentPerson(
  path: string,
  body: unknown,
  studentId: string,
): Omit<SentFields, 'idempotencyKey'> {
  return {
    path,
    values: fieldsOf(body),
    words: { what: 'the student', done: 'changed', warning: 'Look before you change it again.' },
    look: { path: studentDetailsPath(studentId), text: 'Look at the details' },
  };
}

/** What a form sent, without its token and its key. */
export function fieldsOf(body: unknown): Readonly<Record<string, string>> {
  const { csrf: _csrf, idempotencyKey: _key, ...fields } = Object(body) as Record<string, unknown>;
  const texts = Object.entries(fields).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts) as Record<string, string>;
}
