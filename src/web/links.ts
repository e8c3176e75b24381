// The addresses of the pages. A view links to nothing that is not named here, so that a page which
// does not exist can't be linked to.
import type { PaymentFormValues, ReceiptRef } from './account-view-models.js';
import type { PaymentStatus, StudentFilter, StudentSort, StudentStatus } from './view-models.js';

export const LOGIN_PATH = '/login';
export const LOGOUT_PATH = '/logout';
export const PASSWORD_PATH = '/password';
export const DASHBOARD_PATH = '/dashboard';
export const STUDENTS_PATH = '/students';
export const TERMS_PATH = '/terms';
/** Id of the form that schedules a term. */
export const NEW_TERM_ID = 'new-term';
/** Id of the notice about a payment that was just recorded; the browser moves its focus there. */
export const RECORDED_NOTICE_ID = 'recorded';
/** Id of the form on a student's page, for links that jump to it. */
export const PAYMENT_FORM_ID = 'record-payment';

export const PAYMENT_STATUSES: readonly PaymentStatus[] = [
  'UNPAID',
  'PARTIAL',
  'PAID',
  'CREDIT',
  'NOT_CHARGED',
];
export const STUDENT_STATUSES: readonly StudentStatus[] = ['active', 'withdrawn', 'graduated'];
export const STUDENT_SORTS: readonly StudentSort[] = ['name', 'admissionNo', '-outstanding'];

export function studentPath(studentId: string): string {
  return `${STUDENTS_PATH}/${encodeURIComponent(studentId)}`;
}

export function paymentsPath(studentId: string): string {
  return `${studentPath(studentId)}/payments`;
}

/**
 * The account with the notice about one payment; where a recorded payment redirects to.
 * @param consistencyToken  What the page waits for, so that it shows the payment.
 */
export function recordedPath(
  studentId: string,
  paymentId: string,
  consistencyToken?: string,
): string {
  const query = new URLSearchParams({ recorded: paymentId });
  if (consistencyToken !== undefined) query.set('after', consistencyToken);
  return `${studentPath(studentId)}?${query.toString()}#${RECORDED_NOTICE_ID}`;
}

/**
 * The account with the form filled in again, for a payment that was not recorded. The key goes
 * along: sent a second time it is the same command. Nothing that names a person does.
 */
export function draftPath(studentId: string, values: PaymentFormValues, key: string): string {
  const query = new URLSearchParams({ ...values, idempotencyKey: key });
  return `${studentPath(studentId)}?${query.toString()}#${PAYMENT_FORM_ID}`;
}

export function receiptPath({ schoolYear, no }: ReceiptRef): string {
  return `/receipts/${encodeURIComponent(schoolYear)}/${no}`;
}

/** @param copy  n of DUPLICATE n. */
export function receiptCopyPath(ref: ReceiptRef, copy: number, after?: string): string {
  const query = new URLSearchParams({ copy: String(copy) });
  if (after !== undefined) query.set('after', after);
  return `${receiptPath(ref)}?${query.toString()}`;
}

/** Where a further copy is asked for. */
export function reprintsPath(ref: ReceiptRef): string {
  return `${receiptPath(ref)}/reprints`;
}

/** The list under filters that differ from the plain list; a cursor goes on after an earlier page. */
export function studentsPath(filter: Partial<StudentFilter>, cursor?: string): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, cursor })) {
    if (value !== undefined && value !== '' && !(name === 'sort' && value === 'name')) {
      query.set(name, value);
    }
  }
  const text = query.toString();
  return text === '' ? STUDENTS_PATH : `${STUDENTS_PATH}?${text}`;
}

/** `2026-000008`. */
export function receiptNumber({ schoolYear, no }: ReceiptRef): string {
  return `${schoolYear}-${no.toString().padStart(6, '0')}`;
}
