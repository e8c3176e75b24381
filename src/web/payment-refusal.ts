// A refused payment on the form that it came from: what was wrong, at which field. Whatever is no
// refusal of the payment itself is not for the form.
import { AppError } from '../kernel/app-error.js';
import type { PaymentField, PaymentProblem, PaymentRow } from './account-view-models.js';

const FIELD_OF_CODE: Readonly<Record<string, PaymentField>> = {
  amount_out_of_range: 'amount',
  date_in_future: 'effectiveDate',
  period_closed: 'effectiveDate',
  effective_date_too_early: 'effectiveDate',
  invalid_date: 'effectiveDate',
  duplicate_reference: 'externalRef',
};

const STATUS_OF_KIND: Readonly<Record<string, number>> = {
  invalid: 400,
  conflict: 409,
  rule_violated: 422,
};

/** HTTP status under which the form is shown again; undefined when it is no error for the form. */
export function refusalStatus(error: unknown): number | undefined {
  if (!(error instanceof AppError) || error.code.startsWith('session_')) return undefined;
  return STATUS_OF_KIND[error.kind];
}

/** @param payments of the same account, to name the receipt that has the reference already. */
export function refusalOf(error: AppError, payments: readonly PaymentRow[]): PaymentProblem {
  if (error.code === 'idempotency_key_reused') return { message: FORM_USED, fields: [] };
  const field = FIELD_OF_CODE[error.code];
  const first = payments.find(({ id }) => id === error.extra['firstPaymentId'])?.receipt;
  return {
    message: error.message,
    fields: field === undefined ? [] : [{ field, message: error.message }],
    ...(first === undefined ? {} : { firstReceipt: first }),
  };
}

const FORM_USED =
  'This form has recorded a payment with other values before. Look at the payments below first; to record another one, send the form again.';
