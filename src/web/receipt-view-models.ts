// A receipt as its page prints it.
import type { LocalDate } from '../kernel/local-date.js';
import type { Currency } from '../kernel/money.js';
import type { ReceiptRef } from './account-view-models.js';
import type { PaymentMethod } from './method-words.js';

export interface ReceiptLine {
  readonly feeCode: string;
  readonly description: string;
  readonly term?: string;
  readonly amountMinor: bigint;
}

/** What is printed; pinned when the receipt was issued, not made from today's data. */
export interface ReceiptContent {
  readonly school: string;
  readonly student: string;
  readonly admissionNo: string;
  readonly class: string;
  readonly payer?: string;
  readonly effectiveDate: LocalDate;
  readonly reference?: string;
  readonly lines: readonly ReceiptLine[];
  readonly creditMinor: bigint;
  readonly balanceAfterMinor: bigint;
  readonly cashier: string;
}

export interface ReceiptView {
  readonly receipt: ReceiptRef;
  readonly issuedOn: LocalDate;
  readonly studentId?: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly method: PaymentMethod;
  /** Absent when the person was erased: number, amount and digest stay. */
  readonly content?: ReceiptContent;
  /** sha256 of the pinned content, hex. */
  readonly contentDigest: string;
  readonly reversed?: { readonly on: LocalDate };
  /** n of DUPLICATE n; absent on the original. */
  readonly duplicate?: number;
  /** How many copies were made so far. */
  readonly copies: number;
  /** Key of the form that makes a copy; absent for those who may not. */
  readonly reprintKey?: string;
}
