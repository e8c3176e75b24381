// What lowered a charge, gave money back or undid a fact, as the readers of an account get it. Amounts
// are minor units of the account's currency.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { AdjustmentKind, PaymentMethod, ReasonCode } from '../../modules/billing/index.js';

/** A cancellation or a reversal: on which day it took effect, who recorded it when, and why. */
export interface Undoing {
  readonly effectiveDate: LocalDate;
  readonly recordedAt: Date;
  /** `user:<id>`, `client:<id>` or `system:<process>`. */
  readonly principal: string;
  readonly reasonCode: ReasonCode;
  /** In words; absent when none were given, or when the student was erased. */
  readonly reason?: string;
}

/** The other half of a move between two children. */
export interface MovedTo {
  readonly studentId: Uuid;
  readonly paymentId: Uuid;
}

export interface PaymentReversal extends Undoing {
  /** What the reversal took back: amount − refunded. */
  readonly amountMinor: bigint;
  /** Where the money went, when the payment was moved to another child. */
  readonly movedTo?: MovedTo;
}

/** One line of an adjustment; those of one request share the id. */
export interface AccountAdjustment {
  readonly id: Uuid;
  readonly chargeId: Uuid;
  readonly feeCode: string;
  readonly kind: AdjustmentKind;
  readonly amountMinor: bigint;
  /** 2 500 is 25 % of `onMinor`; both absent for a fixed amount. */
  readonly basisPoints?: number;
  readonly onMinor?: bigint;
  readonly effectiveDate: LocalDate;
  readonly recordedAt: Date;
  readonly principal: string;
  readonly reasonCode: ReasonCode;
  readonly reason?: string;
  /** Absent while it is in force. */
  readonly reversal?: Undoing;
  /** Log index of its AdjustmentApplied; absent while the student is parked. */
  readonly position?: number;
}

export interface AccountRefund {
  readonly id: Uuid;
  readonly paymentId: Uuid;
  readonly amountMinor: bigint;
  readonly method: PaymentMethod;
  readonly effectiveDate: LocalDate;
  readonly recordedAt: Date;
  readonly principal: string;
  readonly reasonCode: ReasonCode;
  readonly reason?: string;
  /** Absent while it counts. */
  readonly reversal?: Undoing;
  /** Log index of its RefundIssued; absent while the student is parked. */
  readonly position?: number;
}
