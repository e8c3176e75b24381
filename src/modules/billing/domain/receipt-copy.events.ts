// The copies of one receipt, stream `receiptCopy-<receiptId>`: outside the book, where one would eat a
// number. The n-th fact is copy n and says DUPLICATE n (rule 7).
import type { Fact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';

export const RECEIPT_MEDIA = ['paper', 'file'] as const;

/** What the copy was made on: printed, or saved to be sent. */
export type ReceiptMedium = (typeof RECEIPT_MEDIA)[number];

export interface ReceiptReprintedData {
  readonly receiptId: Uuid;
  /** Instant `YYYY-MM-DDTHH:mm:ss.sssZ`. */
  readonly at: string;
  readonly medium: ReceiptMedium;
}

export type ReceiptReprinted = Fact<'ReceiptReprinted', ReceiptReprintedData>;
export type ReceiptCopyFact = ReceiptReprinted;

/** Name of the stream of a receipt's copies. */
export function receiptCopyStreamOf(receiptId: Uuid): string {
  return `receiptCopy-${receiptId}`;
}
