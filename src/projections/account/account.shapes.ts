// What an account looks like to its readers. Amounts are minor units of the account's currency.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Currency } from '../../kernel/money.js';
import type { ChargeKind } from '../../modules/billing/index.js';
import type { PaymentStatus } from '../payment-status.js';
import type { Stamp } from '../read-models.js';
import type { AccountAdjustment, Undoing } from './correction.shapes.js';
import type { AccountAllocation, AccountPayment } from './payment.shapes.js';

export type * from './correction.shapes.js';
export type * from './payment.shapes.js';

export interface AccountStudent {
  readonly id: Uuid;
  readonly admissionNo: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly class: string;
  readonly status: 'active' | 'withdrawn' | 'graduated';
  readonly enrolledOn: LocalDate;
}

/** Amounts in minor units. Outstanding = amount − cancelled − adjusted − paid. */
export interface AccountCharge {
  readonly id: Uuid;
  readonly kind: ChargeKind;
  readonly termId?: Uuid;
  readonly feeCode: string;
  readonly instalment?: { readonly no: number; readonly of: number };
  readonly description: string;
  readonly amountMinor: bigint;
  readonly cancelledMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly paidMinor: bigint;
  readonly outstandingMinor: bigint;
  readonly effectiveDate: LocalDate;
  readonly dueOn: LocalDate;
  readonly priority: number;
  readonly cancelled: boolean;
  /** Absent while it counts. */
  readonly cancellation?: Undoing;
  readonly chargeRunId?: Uuid;
  readonly recordedAt: Date;
  /** Log index of its ChargeRaised; absent while the student is parked. */
  readonly position?: number;
  /** Its links: which payments pay it. */
  readonly allocations: readonly AccountAllocation[];
  /** What lowered it, reversed ones among them, in the order in which they were applied. */
  readonly adjustments: readonly AccountAdjustment[];
}

/** Of one term; without `termId` of the charges that belong to none. */
export interface AccountTerm {
  readonly termId?: Uuid;
  readonly name?: string;
  readonly chargedMinor: bigint;
  readonly cancelledMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly paidMinor: bigint;
  readonly outstandingMinor: bigint;
  readonly paymentStatus: PaymentStatus;
}

/** Of the whole account: charged − cancelled − adjusted − paid + reversed + refunded = net. */
export interface AccountTotals {
  readonly chargedMinor: bigint;
  readonly cancelledMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly paidMinor: bigint;
  readonly reversedMinor: bigint;
  readonly refundedMinor: bigint;
  readonly outstandingMinor: bigint;
  readonly creditMinor: bigint;
  /** Outstanding − credit; positive: the student owes the school. */
  readonly netMinor: bigint;
}

export interface AccountSums extends Stamp {
  /** The student is parked: this was folded from the log just now. Absent: it is not. */
  readonly parked?: true;
  readonly currency: Currency;
  readonly terms: readonly AccountTerm[];
  readonly totals: AccountTotals;
}

export interface Balance extends AccountSums {
  /** The day at whose end it is looked at; today unless another was asked for. */
  readonly asOf: LocalDate;
}

export interface Account extends AccountSums {
  readonly student: AccountStudent;
  /** As of which day it is; absent: all that is recorded. */
  readonly asOf?: LocalDate;
  /** By due date, priority and id: the order in which they are paid. */
  readonly charges: readonly AccountCharge[];
  /** Newest first. */
  readonly payments: readonly AccountPayment[];
  /** Of all charges, in the order in which they were applied. */
  readonly adjustments: readonly AccountAdjustment[];
  /** Of the current term. */
  readonly paymentStatus: PaymentStatus;
}
