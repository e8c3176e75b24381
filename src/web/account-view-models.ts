// What the pages of one student's account need: the account itself and the form that records a payment.
import type { LocalDate } from '../kernel/local-date.js';
import type { AdjustmentRow, RefundRow, UndoneRow } from './correction-view-models.js';
import type { PaymentMethod } from './method-words.js';
import type { AsOf, PaymentStatus, StudentStatus } from './view-models.js';

export interface ChargeRow {
  readonly id: string;
  readonly feeCode: string;
  readonly description: string;
  readonly dueOn: LocalDate;
  readonly amountMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly paidMinor: bigint;
  readonly outstandingMinor: bigint;
  readonly cancelled: boolean;
  readonly cancellation?: UndoneRow;
  readonly adjustments: readonly AdjustmentRow[];
}

export interface ReceiptRef {
  readonly schoolYear: string;
  readonly no: number;
}

export interface PaymentRow {
  readonly id: string;
  readonly method: PaymentMethod;
  readonly reference?: string;
  readonly effectiveDate: LocalDate;
  readonly recordedOn: LocalDate;
  readonly amountMinor: bigint;
  /** Absent while the number is not given yet, and for payments that take none. */
  readonly receipt?: ReceiptRef;
  readonly receiptPending: boolean;
  readonly reversed: boolean;
  readonly reversal?: UndoneRow;
  /** The other child, when it was moved. */
  readonly movedTo?: string;
  readonly movedFrom?: string;
  readonly refunds: readonly RefundRow[];
  /** Whether its credit waits and pays nothing by itself. */
  readonly held: boolean;
  readonly pays: readonly { readonly feeCode: string; readonly amountMinor: bigint }[];
  readonly creditMinor: bigint;
}

export interface AccountTotals {
  readonly chargedMinor: bigint;
  readonly cancelledMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly paidMinor: bigint;
  readonly reversedMinor: bigint;
  readonly refundedMinor: bigint;
  readonly creditMinor: bigint;
  readonly netMinor: bigint;
}

export interface StudentView {
  readonly id: string;
  readonly name: string;
  readonly admissionNo: string;
  readonly class: string;
  readonly status: StudentStatus;
  readonly paymentStatus: PaymentStatus;
  readonly asOf: AsOf;
  /** The day that is looked at, for "30 days late": the school's, or an earlier one. */
  readonly today: LocalDate;
  /** The lists leave this student out; the account was read from the log itself. */
  readonly parked: boolean;
  /** The account as it stood at the end of this day: read only. */
  readonly past?: LocalDate;
  readonly totals: AccountTotals;
  readonly charges: readonly ChargeRow[];
  readonly payments: readonly PaymentRow[];
  /** Absent for those who may not record one. */
  readonly form?: PaymentFormView;
  /** The payment that was just recorded; `not_seen` while the page is older than it. */
  readonly recorded?: PaymentRow | 'not_seen';
  /** What was just done, in words; `not_seen` while the page is older than it. */
  readonly done?: { readonly text: string } | 'not_seen';
}

export type PaymentField = 'amount' | 'effectiveDate' | 'method' | 'externalRef';

/** What was typed, as it was typed. */
export type PaymentFormValues = Readonly<Record<PaymentField, string>>;

export interface PaymentFormView {
  readonly idempotencyKey: string;
  readonly values: PaymentFormValues;
  readonly problem?: PaymentProblem;
}

/** Why nothing was recorded. */
export interface PaymentProblem {
  readonly message: string;
  readonly fields: readonly { readonly field: PaymentField; readonly message: string }[];
  /** The receipt of the payment that has the reference already, when this reader may see it. */
  readonly firstReceipt?: ReceiptRef;
}
