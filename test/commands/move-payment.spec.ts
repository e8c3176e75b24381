// Moving a payment to the right child: one action, two accounts, one reference, and personal data that
// is sealed again under the right child's key.
import { unseal, type StoredEvent } from '../../src/eventstore/index.js';
import { start } from './move-payment.scenario.js';
import { day } from './school-desk.js';
import { refusal } from './school-tools.js';

const only = (events: readonly StoredEvent[], type: string) =>
  events.find((event) => event.type === type);

describe('moving a payment to the right child', () => {
  it('takes it back on the wrong one and says where it went', async () => {
    const { desk, wrong, right, paymentId, accountEvents } = await start();
    const { answer } = await desk.move(wrong, paymentId, right);
    const reversed = only(await accountEvents(wrong), 'PaymentReversed');
    expect(reversed?.data).toMatchObject({
      paymentId,
      amountMinor: '8000',
      effectiveDate: '2026-05-04',
      reversesDate: '2026-05-04',
      reasonCode: 'wrong_child',
      movedTo: { studentId: right, paymentId: answer.payment.id },
    });
    expect(await desk.netOf(wrong)).toBe(0n);
  });

  it('records it on the right one with its own date, method and reference, and a new receipt', async () => {
    const { desk, wrong, right, paymentId, accountEvents } = await start();
    const { answer } = await desk.move(wrong, paymentId, right);
    expect(answer).toMatchObject({
      payment: {
        schoolYear: '2026',
        receiptNo: 2,
        receiptStatus: 'issued',
        amountMinor: 8_000,
        method: 'bank_transfer',
        effectiveDate: '2026-05-04',
        creditMinor: 8_000,
      },
      balance: { netMinor: -8_000 },
    });
    const before = only(await accountEvents(wrong), 'PaymentRecorded');
    const after = only(await accountEvents(right), 'PaymentRecorded');
    expect(after?.data['movedFrom']).toEqual({ studentId: wrong, paymentId });
    expect(after?.data['reference']).toEqual(before?.data['reference']);
  });

  it('is the system’s work from the promise on, because of that request', async () => {
    const { desk, wrong, right, paymentId, accountEvents } = await start();
    await desk.move(wrong, paymentId, right);
    const promise = only(await accountEvents(wrong), 'PaymentReversed');
    const recorded = only(await accountEvents(right), 'PaymentRecorded');
    expect(recorded?.metadata).toMatchObject({
      principal: 'system:move',
      actorRole: 'system',
      $causationId: promise?.id,
      $correlationId: promise?.metadata.$correlationId,
    });
  });

  it('opens payer, note and reference and seals them under the right child’s key', async () => {
    const { desk, school, wrong, right, paymentId, accountEvents } = await start();
    await desk.move(wrong, paymentId, right);
    const recorded = only(await accountEvents(right), 'PaymentRecorded');
    expect(recorded?.data['sealed']).toMatch(new RegExp(`^v1\\.${right}\\.`));
    expect(
      await unseal(recorded ?? { stream: '', id: '', type: '', data: {} }, school.keys),
    ).toEqual({ payer: 'T. Moyo', note: 'For May', referenceText: 'BT-7704' });
  });

  it('pays what the right child owes by rule, and opens what the wrong one owes', async () => {
    const { desk, wrong, right, paymentId } = await start();
    const termId = await desk.term();
    const fee = { feeCode: 'TUITION', description: 'Tuition', dueOn: day('2026-05-15'), termId };
    await desk.charge(wrong, { ...fee, amountMinor: 5_000 });
    await desk.charge(right, { ...fee, amountMinor: 6_000 });
    const { answer } = await desk.move(wrong, paymentId, right);
    expect(answer.payment.allocations).toMatchObject([{ amountMinor: 6_000, rule: 'oldest_due' }]);
    expect(answer.balance).toMatchObject({ outstandingMinor: 0, creditMinor: 2_000 });
    expect(await desk.netOf(wrong)).toBe(5_000n);
  });

  it('moves what was not refunded; nobody owes what was', async () => {
    const { desk, wrong, right, paymentId } = await start();
    await desk.refund(wrong, paymentId, { amountMinor: 3_000 });
    const { answer } = await desk.move(wrong, paymentId, right);
    expect(answer.payment.amountMinor).toBe(5_000);
    expect([await desk.netOf(wrong), await desk.netOf(right)]).toEqual([0n, -5_000n]);
    expect((await desk.account(wrong)).charges.size).toBe(0);
  });

  it('takes the next open date when its own was closed meanwhile', async () => {
    const { desk, school, wrong, right, paymentId } = await start();
    school.books = { closedThrough: day('2026-05-08') };
    const { answer } = await desk.move(wrong, paymentId, right);
    expect(answer.payment.effectiveDate).toBe('2026-05-09');
  });

  it('keeps a hold: that money waits for a decision on either account', async () => {
    const { desk, wrong, right, paymentId } = await start();
    await desk.hold(wrong, paymentId, true);
    const { answer } = await desk.move(wrong, paymentId, right);
    const moved = (await desk.account(right)).payments.get(answer.payment.id);
    expect(moved?.holdCredit).toBe(true);
  });

  it('can be moved on to a third child', async () => {
    const { desk, wrong, right, paymentId } = await start();
    const third = await desk.student('HS-3');
    const moved = await desk.move(wrong, paymentId, right);
    const again = await desk.move(right, moved.answer.payment.id, third);
    expect(again.answer.payment).toMatchObject({ amountMinor: 8_000, receiptNo: 3 });
    expect(await Promise.all([wrong, right, third].map((id) => desk.netOf(id)))).toEqual([
      0n,
      0n,
      -8_000n,
    ]);
  });
});

describe('the same move again', () => {
  it('with its key answers the same and writes nothing', async () => {
    const { desk, wrong, right, paymentId, accountEvents } = await start();
    const first = await desk.move(wrong, paymentId, right, 'k1');
    const events = (await accountEvents(right)).length;
    const second = await desk.move(wrong, paymentId, right, 'k1');
    expect(JSON.stringify(second.answer)).toBe(JSON.stringify(first.answer));
    expect([first.replayed, second.replayed]).toEqual([false, true]);
    expect(await accountEvents(right)).toHaveLength(events);
  });

  it('with another key is refused: it was moved', async () => {
    const { desk, wrong, right, paymentId } = await start();
    await desk.move(wrong, paymentId, right);
    expect(await refusal(desk.move(wrong, paymentId, right))).toMatchObject({
      kind: 'conflict',
      code: 'already_reversed',
      extra: { movedTo: { studentId: right } },
    });
  });

  it('under a key that paid on the right child before is still its own command', async () => {
    const { desk, wrong, right, paymentId } = await start();
    await desk.pay(right, { amountMinor: 100, method: 'cash' }, 'k1');
    const { answer } = await desk.move(wrong, paymentId, right, 'k1');
    expect(answer.payment.amountMinor).toBe(8_000);
    expect(await desk.netOf(right)).toBe(-8_100n);
  });
});
