// What can happen to a student's account, stream `studentAccount-<studentId>`: field by field, for
// ever. Amounts are decimal strings of minor units ("8000"), days are school-local.
import type { Fact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Currency } from '../../../kernel/money.js';

export type PaymentMethod = 'cash' | 'bank_transfer' | 'mobile_money' | 'card' | 'cheque' | 'other';

export type ChargeKind = 'term_fee' | 'ad_hoc' | 'late_fee' | 'opening' | 'refund_recovery';

/** Why an allocation was made (rule 3): the request's list, the payment's own turn over the oldest
 * due charges, or waiting credit that met a new charge. */
export type AllocationRule = 'explicit' | 'oldest_due' | 'credit_on_charge';

/** Put before the first batch by whichever command writes first; always revision 0. */
export interface AccountOpenedData {
  readonly studentId: Uuid;
  /** ISO 4217; every later money event of this account has the same one. */
  readonly currency: Currency;
  /** The school's day on which the first fact was recorded. */
  readonly openedOn: LocalDate;
}

export interface ChargeRaisedData {
  readonly chargeId: Uuid;
  readonly kind: ChargeKind;
  /** Absent for charges that belong to no term. */
  readonly termId?: Uuid;
  readonly feeCode: string;
  /** Which part of a fee that is split, "1" … "12" each; absent when it is not. */
  readonly instalment?: { readonly no: string; readonly of: string };
  readonly description: string;
  /** Minor units, at least "1". */
  readonly amountMinor: string;
  readonly currency: Currency;
  /** The day from which it counts in the books. */
  readonly effectiveDate: LocalDate;
  /** Overdue from the day after. */
  readonly dueOn: LocalDate;
  /** Lower is paid first among charges due on one day; "100" unless the school says otherwise. */
  readonly priority: string;
  readonly chargeRunId?: Uuid;
  readonly feeScheduleVersion?: string;
}

export interface PaymentReferenceData {
  /** The bank or network that made the reference; references are unique within one. */
  readonly provider?: string;
  /** HMAC of the normalised reference, hex: the same text gives the same digest. */
  readonly digest: string;
  /** Its last four characters, for people who compare it with a bank statement. */
  readonly last4: string;
}

export interface PaymentRecordedData {
  readonly paymentId: Uuid;
  /** Minor units, at least "1". */
  readonly amountMinor: string;
  readonly currency: Currency;
  readonly method: PaymentMethod;
  readonly effectiveDate: LocalDate;
  /** True: its credit waits and pays no charge by itself. */
  readonly holdCredit: boolean;
  readonly reference?: PaymentReferenceData;
  /** School year of the day it was recorded; the promise of a receipt number in that book. */
  readonly receiptBook?: string;
}

/** Sealed under the student's key. */
export type PaymentRecordedSecret = {
  readonly payer?: string;
  readonly note?: string;
  /** The reference as it was given. */
  readonly referenceText?: string;
};

export interface AllocationLineData {
  /** Running number in this account, from "1". */
  readonly allocationId: string;
  readonly chargeId: Uuid;
  /** Minor units, at least "1". */
  readonly amountMinor: string;
  /** The first day on which both the payment and the charge had this room. */
  readonly effectiveDate: LocalDate;
}

export interface PaymentAllocatedData {
  readonly paymentId: Uuid;
  readonly lines: readonly AllocationLineData[];
  readonly currency: Currency;
  readonly rule: AllocationRule;
}

/** A fence: this payment was never recorded here and never will be (its reference was needed). */
export interface PaymentAbandonedData {
  readonly paymentId: Uuid;
  /** The payment that took its reference over. */
  readonly byPaymentId: Uuid;
}

export type AccountOpened = Fact<'AccountOpened', AccountOpenedData>;
export type ChargeRaised = Fact<'ChargeRaised', ChargeRaisedData>;
export type PaymentRecorded = Fact<'PaymentRecorded', PaymentRecordedData>;
export type PaymentAllocated = Fact<'PaymentAllocated', PaymentAllocatedData>;
export type PaymentAbandoned = Fact<'PaymentAbandoned', PaymentAbandonedData>;

export type AccountFact =
  AccountOpened | ChargeRaised | PaymentRecorded | PaymentAllocated | PaymentAbandoned;

/** Name of a student's account stream. */
export function accountStreamOf(studentId: Uuid): string {
  return `studentAccount-${studentId}`;
}

/** Whose account a stream is. */
export function studentOfAccountStream(stream: string): Uuid {
  return stream.slice('studentAccount-'.length);
}
