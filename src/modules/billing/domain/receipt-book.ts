// A receipt book: which payment has which number. It holds tens of thousands, so it is kept in layers
// that double in size: adding one receipt copies few entries, finding one looks into few layers.
import { absurd, assert } from '../../../kernel/assert.js';
import type { Fold } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { ReceiptBookFact } from './receipt-book.events.js';

export interface ReceiptBook {
  /** How many receipts were issued; the next one has the number after it. */
  readonly count: number;
  /** Payment → number; sizes are powers of two, the largest first. */
  readonly layers: readonly ReadonlyMap<Uuid, number>[];
}

export const receiptBookFold: Fold<ReceiptBook, ReceiptBookFact> = {
  initialState: { count: 0, layers: [] },
  evolve: (book, fact) => {
    if (fact.type !== 'ReceiptIssued') return absurd(fact.type);
    const number = Number(fact.data.number);
    assert(number === book.count + 1, `receipt ${number} follows number ${book.count}`);
    return { count: number, layers: withEntry(book.layers, fact.data.paymentId, number) };
  },
};

/** Number of a payment's receipt in this book. */
export function numberInBook(book: ReceiptBook, paymentId: Uuid): number | undefined {
  for (const layer of book.layers) {
    const number = layer.get(paymentId);
    if (number !== undefined) return number;
  }
  return undefined;
}

function withEntry(
  layers: ReceiptBook['layers'],
  paymentId: Uuid,
  number: number,
): ReceiptBook['layers'] {
  const kept = [...layers];
  let newest: ReadonlyMap<Uuid, number> = new Map([[paymentId, number]]);
  while (kept.at(-1)?.size === newest.size) newest = new Map([...(kept.pop() ?? []), ...newest]);
  return [...kept, newest];
}
