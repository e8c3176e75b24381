// A crash at each append of a move: whoever comes next, the same key or the sweeper, finishes it.
import type { AppendOutcome, EncodedEvent, ExpectedRevision } from '../../src/eventstore/index.js';
import { AppError } from '../../src/kernel/app-error.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { refusal, schoolOver } from './school-tools.js';
import { UndoDesk } from './undo-desk.js';

/** Dies, or answers nothing, at an append to a stream that begins so; until it is mended. */
class CutStore extends InMemoryEventStore {
  cutAt: string | undefined;

  override async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EncodedEvent[],
  ): Promise<AppendOutcome> {
    if (this.cutAt !== undefined && stream.startsWith(this.cutAt)) throw away();
    return super.append(stream, expected, events);
  }
}

const transfer = { amountMinor: 8_000, method: 'bank_transfer', externalRef: 'BT-7704' } as const;

async function crashedAt(where: (ids: { right: string }) => string) {
  const store = new CutStore();
  const school = schoolOver(store);
  const desk = await new UndoDesk(school).setUp();
  const wrong = await desk.student('HS-1');
  const right = await desk.student('HS-2');
  const paid = await desk.pay(wrong, transfer);
  const paymentId = paid.answer.payment.id;
  store.cutAt = where({ right });
  const refused = await refusal(desk.move(wrong, paymentId, right, 'k1'));
  store.cutAt = undefined;
  const later = () => school.clock.moveTo(new Date(school.clock.now().getTime() + 60_000));
  return { store, desk: new UndoDesk(school), wrong, right, paymentId, refused, later };
}

const AFTER_PROMISE = () => 'paymentReference-';
const AFTER_CLAIM = ({ right }: { right: string }) => `studentAccount-${right}`;

describe.each([
  ['after the promise', AFTER_PROMISE],
  ['after the claim of its reference', AFTER_CLAIM],
])('a move that stopped %s', (_where, cut) => {
  it('is answered "outcome unknown": the money left, and it will arrive', async () => {
    const { refused, desk, wrong, right } = await crashedAt(cut);
    expect(refused).toMatchObject({
      kind: 'unavailable',
      code: 'outcome_unknown',
      extra: { effect: 'unknown' },
    });
    expect([await desk.netOf(wrong), (await desk.account(right)).payments.size]).toEqual([0n, 0]);
  });

  it('is finished by the same key, with the answer that it would have had', async () => {
    const { desk, wrong, right, paymentId } = await crashedAt(cut);
    const { answer, replayed } = await desk.move(wrong, paymentId, right, 'k1');
    expect(replayed).toBe(true);
    expect(answer).toMatchObject({
      payment: { amountMinor: 8_000, receiptNo: 2, receiptStatus: 'issued' },
      balance: { netMinor: -8_000 },
    });
    const again = await desk.move(wrong, paymentId, right, 'k1');
    expect(JSON.stringify(again.answer)).toBe(JSON.stringify(answer));
  });

  it('is finished by the sweeper, and the same key answers the same', async () => {
    const { desk, wrong, right, paymentId, later } = await crashedAt(cut);
    later();
    await desk.moveSweeper.sweep();
    await desk.moveSweeper.sweep();
    expect(await desk.netOf(right)).toBe(-8_000n);
    later();
    await desk.receiptSweeper.sweep();
    const { answer } = await desk.move(wrong, paymentId, right, 'k1');
    expect(answer.payment).toMatchObject({ amountMinor: 8_000, receiptNo: 2 });
    expect((await desk.account(right)).payments.size).toBe(1);
  });

  it('keeps its reference for itself, however old the claim is', async () => {
    const { desk, right, later } = await crashedAt(cut);
    later();
    const third = await desk.student('HS-3');
    expect(await refusal(desk.pay(third, transfer))).toMatchObject({
      code: 'duplicate_reference',
      extra: { studentId: right },
    });
    expect(await desk.typesOf(`studentAccount-${right}`)).not.toContain('PaymentAbandoned');
  });
});

describe('a move that can’t be finished', () => {
  it('keeps no other waiting, and is tried again', async () => {
    const { store, desk, wrong, right, later } = await crashedAt(AFTER_CLAIM);
    const third = await desk.student('HS-3');
    const cash = await desk.pay(wrong, { amountMinor: 500, method: 'cash' });
    store.cutAt = `studentAccount-${third}`;
    await refusal(desk.move(wrong, cash.answer.payment.id, third));
    store.cutAt = `studentAccount-${right}`;
    later();
    await desk.moveSweeper.sweep();
    expect([await desk.netOf(third), (await desk.account(right)).payments.size]).toEqual([
      -500n,
      0,
    ]);
    expect(desk.logged.join()).toContain('a promise of the books is not kept yet');
    store.cutAt = undefined;
    await desk.moveSweeper.sweep();
    expect(await desk.netOf(right)).toBe(-8_000n);
  });
});

describe('a move that stopped before its receipt', () => {
  it('is answered with a pending one; the same key has the number later', async () => {
    const store = new CutStore();
    const desk = await new UndoDesk(schoolOver(store)).setUp();
    const [wrong, right] = [await desk.student('HS-1'), await desk.student('HS-2')];
    const paid = await desk.pay(wrong, transfer);
    store.cutAt = 'receiptBook-';
    const pending = await desk.move(wrong, paid.answer.payment.id, right, 'k1');
    expect(pending.answer.payment.receiptStatus).toBe('pending');
    store.cutAt = undefined;
    const { answer } = await desk.move(wrong, paid.answer.payment.id, right, 'k1');
    expect(answer).toEqual({
      ...pending.answer,
      payment: { ...pending.answer.payment, receiptNo: 2, receiptStatus: 'issued' },
    });
  });
});

function away(): AppError {
  return new AppError('unavailable', 'the store is away', { code: 'store_unavailable' });
}
