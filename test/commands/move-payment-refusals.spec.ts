// What a move refuses, and who may carry the bank reference before and after it.
import { start, transfer } from './move-payment.scenario.js';
import { refusal } from './school-tools.js';

describe('a move is refused', () => {
  it('to the same child, to nobody, and of a payment that is not there', async () => {
    const { desk, wrong, right, paymentId, accountEvents } = await start();
    const nobody = '3d52ae10-0000-4000-8000-0000000000ff';
    const before = (await accountEvents(wrong)).length;
    const refused = [
      desk.move(wrong, paymentId, wrong),
      desk.move(wrong, paymentId, nobody),
      desk.move(wrong, nobody, right),
      desk.move(right, paymentId, wrong),
    ].map(refusal);
    expect((await Promise.all(refused)).map(({ kind, code }) => [kind, code])).toEqual([
      ['invalid', 'same_student'],
      ['not_found', 'student_not_found'],
      ['not_found', 'payment_not_found'],
      ['not_found', 'payment_not_found'],
    ]);
    expect(await accountEvents(wrong)).toHaveLength(before);
  });

  it('after a reversal, and when all of it was refunded', async () => {
    const { desk, wrong, right, paymentId } = await start();
    await desk.refund(wrong, paymentId, { amountMinor: 8_000 });
    expect(await refusal(desk.move(wrong, paymentId, right))).toMatchObject({
      kind: 'rule_violated',
      code: 'nothing_to_move',
    });
    await desk.reverse(wrong, paymentId);
    expect((await refusal(desk.move(wrong, paymentId, right))).code).toBe('already_reversed');
  });
});

describe('the bank reference of a payment', () => {
  it('is free again after a reversal: the right child may carry it', async () => {
    const { desk, wrong, right, paymentId } = await start();
    expect(await refusal(desk.pay(right, transfer))).toMatchObject({
      code: 'duplicate_reference',
      extra: { firstPaymentId: paymentId, studentId: wrong, effectiveDate: '2026-05-04' },
    });
    await desk.reverse(wrong, paymentId);
    const { answer } = await desk.pay(right, transfer);
    expect(answer.payment.receiptNo).toBe(2);
    expect((await refusal(desk.pay(wrong, transfer))).code).toBe('duplicate_reference');
  });

  it('goes along with a move: nobody else may carry it, on either account', async () => {
    const { desk, wrong, right, paymentId } = await start();
    const { answer } = await desk.move(wrong, paymentId, right);
    for (const studentId of [wrong, right]) {
      expect(await refusal(desk.pay(studentId, transfer))).toMatchObject({
        code: 'duplicate_reference',
        extra: { firstPaymentId: answer.payment.id, studentId: right },
      });
    }
    await desk.reverse(right, answer.payment.id);
    expect((await desk.pay(wrong, transfer)).answer.payment.amountMinor).toBe(8_000);
  });
});
