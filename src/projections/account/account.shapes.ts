// What an account looks like to its readers. Amounts are minor units of the account's currency.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Currency } from '../../kernel/money.js';
import type {
  AllocationRule,
  ChargeKind,
  PaymentMethod,
} from '../../modules/billing/domain/student-account.events.js';
import type { PaymentStatus } from '../payment-status.js';
import type { Stamp } from '../read-models.js';

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
  readonly chargeRunId?: Uuid;
  readonly recordedAt: Date;
  /** Log index of its ChargeRaised. */
  readonly position: number;
  /** Its links: which payments pay it. */
  readonly allocations: readonly AccountAllocation[];
}

export interface AccountAllocation {
  readonly paymentId: Uuid;
  readonly chargeId: Uuid;
  readonly feeCode: string;
  /** What is still in force of it. */
  readonly amountMinor: bigint;
  readonly effectiveDate: LocalDate;
  readonly rule: AllocationRule;
}

export interface AccountPayment {
  readonly id: Uuid;
  readonly amountMinor: bigint;
  readonly method: PaymentMethod;
  readonly effectiveDate: LocalDate;
  readonly recordedAt: Date;
  /** `user:<id>`, `client:<id>` or `system:<process>`. */
  readonly principal: string;
  readonly schoolYear?: string;
  /** Absent while it is pending, and for payments that take none (no `schoolYear`). */
  readonly receiptNo?: number;
  readonly receiptStatus: 'issued' | 'pending' | 'none';
  readonly payer?: string;
  readonly note?: string;
  /** The external reference as it was given. */
  readonly externalRef?: string;
  readonly provider?: string;
  readonly holdCredit: boolean;
  readonly reversedOn?: LocalDate;
  readonly reversedMinor: bigint;
  readonly refundedMinor: bigint;
  /** What is left of it. */
  readonly creditMinor: bigint;
  /** Log index of its PaymentRecorded. */
  readonly position: number;
  readonly allocations: readonly AccountAllocation[];
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
  readonly currency: Currency;
  readonly terms: readonly AccountTerm[];
  readonly totals: AccountTotals;
}

export interface Balance extends AccountSums {
  /** The school's day on which it was asked. */
  readonly asOf: LocalDate;
}

export interface Account extends AccountSums {
  readonly student: AccountStudent;
  /** By due date, priority and id: the order in which they are paid. */
  readonly charges: readonly AccountCharge[];
  /** Newest first. */
  readonly payments: readonly AccountPayment[];
  /** Of the current term. */
  readonly paymentStatus: PaymentStatus;
}
