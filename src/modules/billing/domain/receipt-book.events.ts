// The receipts of one school year, stream `receiptBook-<schoolYear>`: ReceiptIssued and nothing else,
// ever, so that the revision of the stream is what numbers them without a gap.
import type { Fact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Currency } from '../../../kernel/money.js';
import type { PaymentMethod } from './student-account.events.js';

export interface ReceiptIssuedData {
  /** Revision + 1. */
  readonly number: string;
  readonly receiptId: Uuid;
  readonly paymentId: Uuid;
  /** Where the payment is: stream, revision and hash of its PaymentRecorded. */
  readonly sourceStream: string;
  readonly sourceRevision: string;
  readonly sourceHash: string;
  /** The school's day of issue. */
  readonly issuedOn: LocalDate;
  /** Minor units, at least "1". */
  readonly amountMinor: string;
  readonly currency: Currency;
  readonly method: PaymentMethod;
  /** Which lay-out renders the content. */
  readonly templateVersion: string;
  /** SHA-256 of the content's canonical JSON, hex. */
  readonly contentDigest: string;
}

/** One printed line: what of the payment paid which fee. */
export type ReceiptLine = {
  readonly feeCode: string;
  readonly description: string;
  /** Name of the term; absent for charges without one. */
  readonly term?: string;
  readonly amountMinor: string;
};

/** All that is printed, as of the payment's own batch; sealed under the student's key. */
export type ReceiptContent = {
  readonly school: string;
  readonly student: string;
  readonly admissionNo: string;
  readonly class: string;
  readonly payer?: string;
  readonly effectiveDate: LocalDate;
  /** The bank reference as it was given. */
  readonly reference?: string;
  readonly lines: readonly ReceiptLine[];
  /** What of the payment is credit, minor units. */
  readonly creditMinor: string;
  /** Net balance of the account after the payment, minor units; "-500": the school owes 500. */
  readonly balanceAfterMinor: string;
  readonly cashier: string;
  /** 16 random bytes, hex: without it an erased name could be guessed from the digest. */
  readonly salt: string;
};

export type ReceiptIssuedSecret = {
  readonly content: ReceiptContent;
};

export type ReceiptIssued = Fact<'ReceiptIssued', ReceiptIssuedData>;
export type ReceiptBookFact = ReceiptIssued;

export const RECEIPT_TEMPLATE_VERSION = '1';

/** Name of the book of a school year. */
export function receiptBookStreamOf(schoolYear: string): string {
  return `receiptBook-${schoolYear}`;
}
