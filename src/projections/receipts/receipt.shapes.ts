// What a receipt looks like to its readers. Amounts are minor units of its currency.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Currency } from '../../kernel/money.js';
import type { PaymentMethod, ReasonCode } from '../../modules/billing/index.js';

export interface ReceiptLine {
  readonly feeCode: string;
  readonly description: string;
  readonly term?: string;
  readonly amountMinor: bigint;
}

/** What is printed. */
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

export interface Receipt {
  readonly schoolYear: string;
  readonly number: number;
  readonly receiptId: Uuid;
  readonly paymentId: Uuid;
  readonly studentId?: Uuid;
  readonly issuedOn: LocalDate;
  readonly issuedAt: Date;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly method: PaymentMethod;
  readonly contentDigest: string;
  /** Absent when the student was erased: number, amount and digest stay. */
  readonly content?: ReceiptContent;
  /** `reversed`: its payment was taken back; the receipt keeps its number and says REVERSED. */
  readonly status: 'issued' | 'reversed';
  /** Absent while the payment counts. */
  readonly reversedOn?: LocalDate;
  readonly reversal?: { readonly effectiveDate: LocalDate; readonly reasonCode: ReasonCode };
  /** Copies made so far: the last one says DUPLICATE n. */
  readonly copies: number;
}
