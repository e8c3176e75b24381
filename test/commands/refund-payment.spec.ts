// Refunds and holds at the desk.
import { refundIdOf } from '../../src/kernel/ids.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { day } from './school-desk.js';
import { refusal, schoolOver } from './school-tools.js';
import { UndoDesk } from './undo-desk.js';

async function start(amountMinor = 8_000) {
  const school = schoolOver(new InMemoryEventStore());
  const desk = await new UndoDesk(school).setUp();
  const studentId = await desk.student('HS-1');
  const { answer } = await desk.pay(studentId, { amountMinor, method: 'cash' });
  const types = () => desk.typesOf(`studentAccount-${studentId}`);
  return { school, desk, studentId, paymentId: answer.payment.id, types };
}

describe('a refund', () => {
  it('answers with what was given back and the balance; its id is the command’s', async () => {
    const { desk, studentId, paymentId } = await start();
    const { answer } = await desk.refund(studentId, paymentId, { amountMinor: 2_000 }, 'k1');
    const { commandId } = desk.by('k1').context;
    expect(answer).toEqual({
      refund: {
        id: refundIdOf({ commandId, studentId }),
        paymentId,
        amountMinor: 2_000,
        method: 'cash',
        effectiveDate: '2026-05-11',
      },
      balance: {
        currency: 'USD',
        outstandingMinor: 0,
        creditMinor: 6_000,
        netMinor: -6_000,
        paymentStatus: 'NOT_CHARGED',
      },
    });
  });

  it('of 50 at once takes no more than what is left: 20.00 four times of 80.00', async () => {
    const { desk, studentId, paymentId } = await start();
    const codes = await Promise.all(
      Array.from({ length: 50 }, () =>
        desk.refund(studentId, paymentId, { amountMinor: 2_000 }).then(
          () => 'refunded',
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(codes.filter((code) => code === 'refunded')).toHaveLength(4);
    expect(codes.filter((code) => code === 'refund_exceeds')).toHaveLength(46);
    expect(await desk.netOf(studentId)).toBe(0n);
  });

  it('with the same key is one refund, also after it was reversed', async () => {
    const { desk, studentId, paymentId } = await start();
    const first = await desk.refund(studentId, paymentId, { amountMinor: 2_000 }, 'k1');
    const undone = await desk.reverseRefund(studentId, first.answer.refund.id);
    expect(undone.answer.refund).toEqual({ ...first.answer.refund, reversedOn: '2026-05-11' });
    const again = await desk.refund(studentId, paymentId, { amountMinor: 2_000 }, 'k1');
    expect(JSON.stringify(again.answer)).toBe(JSON.stringify(first.answer));
    expect(await desk.netOf(studentId)).toBe(-8_000n);
  });

  it('under one key on two accounts is two refunds', async () => {
    const { desk, studentId, paymentId } = await start();
    const brother = await desk.student('HS-2');
    const paid = await desk.pay(brother, { amountMinor: 500, method: 'cash' });
    const one = await desk.refund(studentId, paymentId, { amountMinor: 500 }, 'k1');
    const two = await desk.refund(brother, paid.answer.payment.id, { amountMinor: 500 }, 'k1');
    expect(one.answer.refund.id).not.toBe(two.answer.refund.id);
    expect(two.replayed).toBe(false);
  });

  it('above the school’s limit of 100.00 is refused with a plain sentence', async () => {
    const { desk, studentId, paymentId } = await start(20_000);
    const refused = await refusal(desk.refund(studentId, paymentId, { amountMinor: 10_001 }));
    expect([refused.kind, refused.code]).toEqual(['forbidden', 'four_eyes_required']);
    expect(refused.message).toContain('second person');
    await desk.refund(studentId, paymentId, { amountMinor: 10_000 });
  });

  it('of no amount at all is refused', async () => {
    const { desk, studentId, paymentId } = await start();
    for (const amountMinor of [0, -1, 1.5, 10 ** 12]) {
      const refused = await refusal(desk.refund(studentId, paymentId, { amountMinor }));
      expect([refused.kind, refused.code]).toEqual(['invalid', 'amount_out_of_range']);
    }
  });

  it('may take effect earlier, but not before the payment', async () => {
    const { desk, studentId, paymentId } = await start();
    const early = { effectiveDate: day('2026-05-10') };
    expect(await refusal(desk.refund(studentId, paymentId, early))).toMatchObject({
      code: 'effective_date_too_early',
      extra: { earliestDate: '2026-05-11' },
    });
  });
});

describe('a hold', () => {
  it('set again writes nothing and answers alike', async () => {
    const { desk, studentId, paymentId, types } = await start();
    const first = await desk.hold(studentId, paymentId, true);
    const events = await types();
    expect(events.at(-1)).toBe('CreditHoldSet');
    const second = await desk.hold(studentId, paymentId, true);
    expect(second.answer).toEqual(first.answer);
    expect(first.answer.payment).toMatchObject({ holdCredit: true, creditMinor: 8_000 });
    expect(await types()).toEqual(events);
  });

  it('is dated today, so lifting it pays nothing inside what was closed meanwhile', async () => {
    const { school, desk, studentId, paymentId } = await start();
    await desk.hold(studentId, paymentId, true);
    const termId = await desk.term();
    const fee = { feeCode: 'TUITION', description: 'Tuition', dueOn: day('2026-05-15'), termId };
    await desk.charge(studentId, { ...fee, amountMinor: 5_000 });
    school.clock.moveTo(new Date('2026-06-20T08:00:00.000Z'));
    school.books = { closedThrough: day('2026-05-31') };
    const { answer } = await desk.hold(studentId, paymentId, false);
    expect(answer.payment.allocations).toMatchObject([{ amountMinor: 5_000 }]);
    const account = await desk.account(studentId);
    expect([...account.allocations.values()]).toMatchObject([{ effectiveDate: '2026-06-20' }]);
  });
});
