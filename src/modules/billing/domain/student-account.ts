// The account of one student: what was charged, what was paid, and which part of a payment pays
// which charge. It is the consistency boundary of billing; decisions read it, only the fold makes it.
import type { Uuid } from '../../../kernel/ids.js';
import { latest, type LocalDate } from '../../../kernel/local-date.js';
import type { Currency } from '../../../kernel/money.js';
import type { Adjustment, Refund } from './account-corrections.js';
import type {
  AllocationRule,
  ChargeKind,
  MovedPayment,
  PaymentMethod,
  PaymentReferenceData,
} from './student-account.events.js';

/** What a student owes for one fee; amounts in minor units. Net = amount − cancelled − adjusted. */
export interface Charge {
  readonly chargeId: Uuid;
  readonly kind: ChargeKind;
  readonly termId: Uuid | undefined;
  readonly feeCode: string;
  readonly instalment: { readonly no: number; readonly of: number } | undefined;
  readonly description: string;
  readonly amountMinor: bigint;
  readonly cancelledMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly allocatedMinor: bigint;
  readonly effectiveDate: LocalDate;
  readonly dueOn: LocalDate;
  readonly priority: number;
  readonly chargeRunId: Uuid | undefined;
  /** Absent while it counts. */
  readonly cancelledOn: LocalDate | undefined;
  /** No allocation to it may be dated earlier: the latest day on which something gave it room. */
  readonly roomSince: LocalDate;
}

/** Money received; amounts in minor units. Credit = amount − allocated − refunded − reversed. */
export interface Payment {
  readonly paymentId: Uuid;
  readonly amountMinor: bigint;
  readonly allocatedMinor: bigint;
  readonly refundedMinor: bigint;
  readonly reversedMinor: bigint;
  readonly method: PaymentMethod;
  readonly effectiveDate: LocalDate;
  readonly holdCredit: boolean;
  readonly reference: PaymentReferenceData | undefined;
  readonly receiptBook: string | undefined;
  /** Absent while it counts. */
  readonly reversedOn: LocalDate | undefined;
  /** Where it went, when it was moved to another child. */
  readonly movedTo: MovedPayment | undefined;
  /** No use of its money may be dated earlier: the latest day on which something gave it room. */
  readonly roomSince: LocalDate;
}

/** One line of an allocation, kept apart: a later release names the line that it takes back. */
export interface Allocation {
  readonly allocationId: number;
  readonly paymentId: Uuid;
  readonly chargeId: Uuid;
  /** What is left of it, minor units; 0 when it was released whole. */
  readonly amountMinor: bigint;
  readonly effectiveDate: LocalDate;
  readonly rule: AllocationRule;
}

export interface StudentAccount {
  /** Absent until the first fact. */
  readonly opened: { readonly studentId: Uuid; readonly currency: Currency } | undefined;
  readonly charges: ReadonlyMap<Uuid, Charge>;
  readonly payments: ReadonlyMap<Uuid, Payment>;
  /** By allocation id, in the order in which they were made. */
  readonly allocations: ReadonlyMap<number, Allocation>;
  /** By `adjustmentKey`. */
  readonly adjustments: ReadonlyMap<string, Adjustment>;
  readonly refunds: ReadonlyMap<Uuid, Refund>;
  /** Payments that were fenced off: they can never be recorded here. */
  readonly abandoned: ReadonlySet<Uuid>;
}

/** What a charge asks for after cancellation and adjustments, minor units. */
export function netOf(charge: Charge): bigint {
  return charge.amountMinor - charge.cancelledMinor - charge.adjustedMinor;
}

/** What is still owed of a charge, minor units. */
export function outstandingOf(charge: Charge): bigint {
  return netOf(charge) - charge.allocatedMinor;
}

/** What is left of a payment, minor units. */
export function creditOf(payment: Payment): bigint {
  const { amountMinor, allocatedMinor, refundedMinor, reversedMinor } = payment;
  return amountMinor - allocatedMinor - refundedMinor - reversedMinor;
}

/** The later of the two days on which payment and charge had room for each other. */
export function roomSinceBoth(payment: Payment, charge: Charge): LocalDate {
  return latest(payment.roomSince, charge.roomSince);
}
