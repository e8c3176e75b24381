// Copies of a receipt: facts of their own, outside the book.
import {
  ReprintReceipt,
  ReprintReceiptHandler,
} from '../../src/modules/billing/commands/reprint-receipt.js';
import type { ReceiptPlace } from '../../src/modules/billing/index.js';
import { receiptCopyFold } from '../../src/modules/billing/domain/receipt-copy.js';
import { receiptCopyStreamOf } from '../../src/modules/billing/domain/receipt-copy.events.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { Desk } from './school-desk.js';
import { schoolOver } from './school-tools.js';

const FIRST: ReceiptPlace = { schoolYear: '2026', number: 1 };

async function openDesk() {
  const desk = await new Desk(schoolOver(new InMemoryEventStore())).setUp();
  await desk.pay(await desk.student('HS-0412'), { amountMinor: 8_000, method: 'cash' });
  const reprint = (receipt = FIRST, key?: string) => {
    const handler = new ReprintReceiptHandler(desk.log, desk.school.store);
    return handler.execute(new ReprintReceipt(receipt, 'paper', desk.by(key, { medium: 'paper' })));
  };
  return { desk, reprint };
}

describe('a copy of a receipt', () => {
  it('is numbered by how often the receipt was copied: DUPLICATE 1, then DUPLICATE 2', async () => {
    const { reprint } = await openDesk();

    const first = await reprint();
    const second = await reprint();

    expect(first.answer).toMatchObject({ ...FIRST, copy: 1, label: 'DUPLICATE 1' });
    expect(second.answer).toMatchObject({ ...FIRST, copy: 2, label: 'DUPLICATE 2' });
    expect(second.answer.receiptId).toBe(first.answer.receiptId);
  });

  it('is one copy however often its key is sent', async () => {
    const { reprint } = await openDesk();

    const first = await reprint(FIRST, 'print-7');
    await reprint();
    const again = await reprint(FIRST, 'print-7');

    expect(again).toMatchObject({ answer: first.answer, replayed: true });
    expect(again.answer.copy).toBe(1);
  });

  it('is a fact in a stream of the receipt, and takes no number of the book', async () => {
    const { desk, reprint } = await openDesk();

    const { answer } = await reprint();

    const stream = await desk.school.store.readStream(receiptCopyStreamOf(answer.receiptId));
    expect(stream.map(({ type, data }) => ({ type, data }))).toEqual([
      {
        type: 'ReceiptReprinted',
        data: { receiptId: answer.receiptId, at: answer.at, medium: 'paper' },
      },
    ]);
    expect(await desk.school.store.readStream('receiptBook-2026')).toHaveLength(1);
  });

  it('copies made at once are numbered without a gap and without a double', async () => {
    const { reprint } = await openDesk();

    const made = await Promise.all(Array.from({ length: 8 }, () => reprint()));

    const copies = made.map(({ answer }) => answer.copy).toSorted((a, b) => a - b);
    expect(copies).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('of a number that was never given is refused', async () => {
    const { reprint } = await openDesk();

    const refused = { kind: 'not_found', code: 'receipt_not_found' };
    await expect(reprint({ schoolYear: '2026', number: 2 })).rejects.toMatchObject(refused);
    await expect(reprint({ schoolYear: '2019', number: 1 })).rejects.toMatchObject(refused);
  });

  it('in the stream of another receipt is a bug', () => {
    const copied = (receiptId: string) =>
      ({
        type: 'ReceiptReprinted',
        data: { receiptId, at: '2026-05-12T09:30:00.000Z', medium: 'file' },
      }) as const;
    const one = receiptCopyFold.evolve(receiptCopyFold.initialState, copied('r1'));

    expect(one).toEqual({ receiptId: 'r1', count: 1 });
    expect(() => receiptCopyFold.evolve(one, copied('r2'))).toThrow('in a stream of their own');
  });
});
