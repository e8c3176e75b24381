// What can happen to the money of a student's account: received, given back, refused afterwards, held.
import type { Fact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Currency } from '../../../kernel/money.js';
import type { ReasonCode } from './reasons.js';

export type PaymentMethod = 'cash' | 'bank_transfer' | 'mobile_money' | 'card' | 'cheque' | 'other';

/** The other half of a move between two children. */
export interface MovedPayment {
  readonly studentId: Uuid;
  readonly paymentId: Uuid;
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
  /** Where the money stood before it was moved to this child. */
  readonly movedFrom?: MovedPayment;
}

/** Sealed under the student's key. */
export type PaymentRecordedSecret = {
  readonly payer?: string;
  readonly note?: string;
  /** The reference as it was given. */
  readonly referenceText?: string;
};

/** Whether the credit of a payment waits for a decision instead of meeting the next charge. */
export interface CreditHoldSetData {
  readonly paymentId: Uuid;
  readonly hold: boolean;
  /** The day on which it is set. */
  readonly effectiveDate: LocalDate;
}

/** The payment counts no more; its allocations were released just before. */
export interface PaymentReversedData {
  readonly paymentId: Uuid;
  /** Amount − refunded, minor units; may be "0". */
  readonly amountMinor: string;
  readonly currency: Currency;
  /** In the open period, whenever the payment itself was. */
  readonly effectiveDate: LocalDate;
  /** The payment's own effective date. */
  readonly reversesDate: LocalDate;
  readonly reasonCode: ReasonCode;
  /** Where the money went when the payment was the wrong child's: the promise to record it there. */
  readonly movedTo?: MovedPayment;
}

export interface RefundIssuedData {
  readonly refundId: Uuid;
  readonly paymentId: Uuid;
  /** Minor units, at least "1", at most the credit of the payment. */
  readonly amountMinor: string;
  readonly currency: Currency;
  readonly method: PaymentMethod;
  readonly effectiveDate: LocalDate;
  readonly reasonCode: ReasonCode;
  readonly approvalId?: Uuid;
}

export interface RefundReversedData {
  readonly refundId: Uuid;
  /** All of the refund, minor units. */
  readonly amountMinor: string;
  readonly currency: Currency;
  readonly effectiveDate: LocalDate;
  readonly reasonCode: ReasonCode;
}

/** A fence: this payment was never recorded here and never will be (its reference was needed). */
export interface PaymentAbandonedData {
  readonly paymentId: Uuid;
  /** The payment that took its reference over. */
  readonly byPaymentId: Uuid;
}

export type PaymentRecorded = Fact<'PaymentRecorded', PaymentRecordedData>;
export type CreditHoldSet = Fact<'CreditHoldSet', CreditHoldSetData>;
export type PaymentReversed = Fact<'PaymentReversed', PaymentReversedData>;
export type RefundIssued = Fact<'RefundIssued', RefundIssuedData>;
export type RefundReversed = Fact<'RefundReversed', RefundReversedData>;
export type PaymentAbandoned = Fact<'PaymentAbandoned', PaymentAbandonedData>;

export type PaymentFact =
  | PaymentRecorded
  | CreditHoldSet
  | PaymentReversed
  | RefundIssued
  | RefundReversed
  | PaymentAbandoned;
