// Undoing payments at the desk: one key is one command, whoever is faster wins once, and what is refused
// leaves no trace.
import { commandIdOf } from '../../src/kernel/ids.js';
import { accountFold } from '../../src/modules/billing/index.js';
import { ReversePayment } from '../../src/modules/billing/index.js';
import { ReversePaymentHandler } from '../../src/modules/billing/commands/reverse-payment.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { day } from './school-desk.js';
import { refusal, schoolOver } from './school-tools.js';
import { BOUNCED, UndoDesk } from './undo-desk.js';

const OTHER_CASHIER = 'user:01890000-0000-7000-8000-0000000000bb';

async function start() {
  const school = schoolOver(new InMemoryEventStore());
  const desk = await new UndoDesk(school).setUp();
  const studentId = await desk.student('HS-1');
  const termId = await desk.term();
  const fee = { feeCode: 'TUITION', description: 'Tuition', dueOn: day('2026-05-15'), termId };
  await desk.charge(studentId, { ...fee, amountMinor: 12_000 });
  const { answer } = await desk.pay(studentId, { amountMinor: 8_000, method: 'cheque' });
  const types = () => desk.typesOf(`studentAccount-${studentId}`);
  return { school, desk, studentId, fee, paymentId: answer.payment.id, types };
}

describe('reversing a payment', () => {
  it('answers with the payment as it stands and the balance of the whole account', async () => {
    const { desk, studentId, paymentId } = await start();
    const { answer, replayed } = await desk.reverse(studentId, paymentId);
    expect(replayed).toBe(false);
    expect(answer).toEqual({
      payment: {
        id: paymentId,
        schoolYear: '2026',
        amountMinor: 8_000,
        method: 'cheque',
        effectiveDate: '2026-05-11',
        holdCredit: false,
        reversedOn: '2026-05-11',
        reversedMinor: 8_000,
        refundedMinor: 0,
        creditMinor: 0,
        allocations: [],
      },
      balance: {
        currency: 'USD',
        outstandingMinor: 12_000,
        creditMinor: 0,
        netMinor: 12_000,
        paymentStatus: 'UNPAID',
      },
    });
  });

  it('is one event for 50 parallel requests with one key', async () => {
    const { desk, studentId, paymentId, types } = await start();
    const requests = Array.from({ length: 50 }, () => desk.reverse(studentId, paymentId, 'k1'));
    const answers = (await Promise.all(requests)).map(({ answer }) => JSON.stringify(answer));
    expect(new Set(answers).size).toBe(1);
    expect((await types()).filter((type) => type === 'PaymentReversed')).toHaveLength(1);
  });

  it('happens once for 50 keys: 49 hear that it is reversed, and no money moves again (blnk#374)', async () => {
    const { desk, studentId, paymentId, types } = await start();
    const codes = await Promise.all(
      Array.from({ length: 50 }, () =>
        desk.reverse(studentId, paymentId).then(
          () => 'reversed',
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(codes.filter((code) => code === 'reversed')).toHaveLength(1);
    expect(codes.filter((code) => code === 'already_reversed')).toHaveLength(49);
    expect((await types()).slice(-2)).toEqual(['AllocationReleased', 'PaymentReversed']);
    expect(await desk.netOf(studentId)).toBe(12_000n);
  });

  it('answers the same bytes to the same key, whatever happened since', async () => {
    const { desk, studentId, paymentId, fee } = await start();
    const first = await desk.reverse(studentId, paymentId, 'k1');
    await desk.pay(studentId, { amountMinor: 500, method: 'cash' });
    await desk.charge(studentId, { ...fee, amountMinor: 700 });
    const again = await desk.reverse(studentId, paymentId, 'k1');
    expect(JSON.stringify(again.answer)).toBe(JSON.stringify(first.answer));
    expect([again.replayed, again.revision]).toEqual([true, first.revision]);
  });

  it('refuses a key that came with another reason', async () => {
    const { desk, studentId, paymentId } = await start();
    await desk.reverse(studentId, paymentId, 'k1');
    const other = desk.reverse(studentId, paymentId, 'k1', { reason: 'Another' });
    expect((await refusal(other)).code).toBe('idempotency_key_reused');
  });

  it('knows a key by who sent it: two cashiers may use the same one', async () => {
    const { desk, studentId, paymentId } = await start();
    const second = await desk.pay(studentId, { amountMinor: 900, method: 'cash' });
    await desk.reverse(studentId, paymentId, 'k1');
    const { context, gate } = desk.by('k1', BOUNCED);
    const commandId = commandIdOf(OTHER_CASHIER, 'k1');
    const by = { context: { ...context, commandId, principal: OTHER_CASHIER }, gate };
    const command = new ReversePayment(studentId, second.answer.payment.id, BOUNCED, by);
    const { replayed } = await new ReversePaymentHandler(desk.accounts).execute(command);
    expect(replayed).toBe(false);
    expect(await desk.netOf(studentId)).toBe(12_000n);
  });

  it('refused writes nothing, and the same key is judged again', async () => {
    const { school, desk, studentId, paymentId, types } = await start();
    const before = await types();
    school.books = { closedThrough: day('2026-05-11') };
    const refused = await refusal(desk.reverse(studentId, paymentId, 'k1'));
    expect([refused.code, refused.extra]).toEqual([
      'period_closed',
      { nextOpenDate: '2026-05-12' },
    ]);
    expect(await types()).toEqual(before);
    school.books = { closedThrough: undefined };
    expect((await desk.reverse(studentId, paymentId, 'k1')).replayed).toBe(false);
  });

  it('keeps the reason sealed: the log holds its code in clear and not its words', async () => {
    const { school, desk, studentId, paymentId } = await start();
    await desk.reverse(studentId, paymentId);
    const events = await school.store.readStream(`studentAccount-${studentId}`);
    const reversed = events.find(({ type }) => type === 'PaymentReversed');
    expect(reversed?.data).toMatchObject({ reasonCode: 'other' });
    expect(reversed?.data['sealed']).toMatch(new RegExp(`^v1\\.${studentId}\\.`));
    expect(JSON.stringify(events.map(({ data }) => data))).not.toContain('bounced');
  });
});

describe('reversal against refund on one account', () => {
  it('ends in one of the two orders, and nothing is lost or twice', async () => {
    const { desk, studentId } = await start();
    const credit = await desk.pay(studentId, { amountMinor: 9_000, method: 'cash' });
    const paymentId = credit.answer.payment.id;
    const outcomes = await Promise.allSettled([
      desk.refund(studentId, paymentId, { amountMinor: 3_000 }),
      desk.reverse(studentId, paymentId),
      desk.refund(studentId, paymentId, { amountMinor: 3_000 }),
    ]);
    const account = await desk.account(studentId);
    accountFold.assertInvariants(account);
    const payment = account.payments.get(paymentId);
    expect(outcomes[1]?.status).toBe('fulfilled');
    // 120.00 were charged and 80.00 stay paid; what was refunded before the reversal is owed again.
    expect(await desk.netOf(studentId)).toBe(4_000n + (payment?.refundedMinor ?? 0n));
    expect((payment?.reversedMinor ?? 0n) + (payment?.refundedMinor ?? 0n)).toBe(9_000n);
  });
});
