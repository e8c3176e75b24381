// What lowers a charge or gives money of a payment back, as the account remembers it.
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { AdjustmentKind, PaymentMethod } from './student-account.events.js';

/** What one adjustment takes off one charge. */
export interface Adjustment {
  readonly adjustmentId: Uuid;
  readonly chargeId: Uuid;
  readonly kind: AdjustmentKind;
  readonly amountMinor: bigint;
  readonly effectiveDate: LocalDate;
  /** Absent while it is in force. */
  readonly reversedOn: LocalDate | undefined;
}

/** Money given back of one payment. */
export interface Refund {
  readonly refundId: Uuid;
  readonly paymentId: Uuid;
  readonly amountMinor: bigint;
  readonly method: PaymentMethod;
  readonly effectiveDate: LocalDate;
  /** Absent while it counts. */
  readonly reversedOn: LocalDate | undefined;
}

/** One line of an adjustment: (adjustmentId, chargeId). */
export function adjustmentKey(line: { adjustmentId: Uuid; chargeId: Uuid }): string {
  return `${line.adjustmentId} ${line.chargeId}`;
}
