// The addresses of the pages that do something to an account: those of the API, without its prefix.
import { RECORDED_NOTICE_ID, studentPath } from './links.js';
import { withQuery } from './term-links.js';

export type PaymentAction = 'reverse' | 'refund' | 'move' | 'hold';

export function paymentActionPath(
  studentId: string,
  paymentId: string,
  action: PaymentAction,
): string {
  return `${studentPath(studentId)}/payments/${encodeURIComponent(paymentId)}/${action}`;
}

export function cancelChargePath(studentId: string, chargeId: string): string {
  return `${studentPath(studentId)}/charges/${encodeURIComponent(chargeId)}/cancel`;
}

/** @param target  `charge:<id>` or `fee:<code>`, chosen in the form that opens. */
export function adjustPath(studentId: string, target?: string): string {
  return withQuery(`${studentPath(studentId)}/adjustments`, { target });
}

export function reverseAdjustmentPath(studentId: string, adjustmentId: string): string {
  return `${studentPath(studentId)}/adjustments/${encodeURIComponent(adjustmentId)}/reverse`;
}

export function reverseRefundPath(studentId: string, refundId: string): string {
  return `${studentPath(studentId)}/refunds/${encodeURIComponent(refundId)}/reverse`;
}

/** What a form did, for the notice on the account. */
export type Deed =
  | 'payment_reversed'
  | 'refunded'
  | 'refund_reversed'
  | 'hold_changed'
  | 'charge_cancelled'
  | 'adjusted'
  | 'adjustment_reversed';

export interface Done {
  readonly deed: Deed;
  /** Id of what it was done to, or of what it made. */
  readonly of: string;
}

/** The account with the notice about what was just done; it waits until it shows it. */
export function donePath(studentId: string, { deed, of }: Done, after?: string): string {
  const path = withQuery(studentPath(studentId), { done: deed, of, after });
  return `${path}#${RECORDED_NOTICE_ID}`;
}
