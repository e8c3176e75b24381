// A copy of a receipt: how many there are, and one more.
import { absurd, assert } from '../../../kernel/assert.js';
import type { Fold, NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { ReceiptCopyFact, ReceiptMedium, ReceiptReprinted } from './receipt-copy.events.js';

export interface ReceiptCopies {
  /** Absent before the first copy. */
  readonly receiptId: Uuid | undefined;
  /** Of the copy made last; 0 before the first. */
  readonly count: number;
}

export const receiptCopyFold: Fold<ReceiptCopies, ReceiptCopyFact> = {
  initialState: { receiptId: undefined, count: 0 },
  evolve: (copies, { type, data }) => {
    if (type !== 'ReceiptReprinted') return absurd(type);
    const same = copies.receiptId === undefined || copies.receiptId === data.receiptId;
    assert(same, `copies of receipt ${copies.receiptId} are in a stream of their own`);
    return { receiptId: data.receiptId, count: copies.count + 1 };
  },
};

/** A receipt can be copied as often as anybody wants: each copy says that it is one. */
export function reprintReceipt(
  receiptId: Uuid,
  { at, medium }: { at: Date; medium: ReceiptMedium },
): NewFact<ReceiptReprinted>[] {
  return [{ type: 'ReceiptReprinted', data: { receiptId, at: at.toISOString(), medium } }];
}
