// Rule 6: moving a payment to the right child is one promise on the wrong account and one payment on the
// right one, with the same reference and date.
import { commandIdOf, paymentIdOf } from '../../src/kernel/ids.js';
import { fateOf } from '../../src/modules/billing/domain/abandon-payment.js';
import { accountTotals } from '../../src/modules/billing/domain/account-figures.js';
import {
  movedPaymentIdOf,
  movePayment,
  recordMovedPayment,
  type PaymentToMove,
} from '../../src/modules/billing/domain/move-payment.js';
import type { StudentAccount } from '../../src/modules/billing/domain/student-account.js';
import {
  STUDENT,
  accountOf,
  after,
  charged,
  day,
  idOf,
  opened,
  pay,
  payment,
  refusalOf,
} from './account-scenario.js';
import { cancel } from './undo-charges.scenario.js';
import { refund, reverse } from './undo-payments.scenario.js';

const BROTHER = '3d52ae10-0000-4000-8000-000000000002';
const from = { studentId: STUDENT, paymentId: idOf('p1') };
const to = { studentId: BROTHER, paymentId: movedPaymentIdOf(from, BROTHER) };

function move(account: StudentAccount, more: Partial<PaymentToMove> = {}) {
  return movePayment(account, {
    studentId: STUDENT,
    currency: 'USD',
    today: day('2026-05-11'),
    closedThrough: undefined,
    paymentId: idOf('p1'),
    toStudentId: BROTHER,
    reason: { reasonCode: 'wrong_child', note: 'Typed the brother’s name' },
    ...more,
  });
}

const paid = () => {
  const owing = accountOf(opened, charged('c1', '5000'));
  return after(owing, pay(owing, { effectiveDate: day('2026-05-04') }));
};

describe('the promise of a move', () => {
  it('is the reversal on the wrong child, saying where the money goes', () => {
    expect(move(paid())).toEqual([
      {
        type: 'AllocationReleased',
        data: {
          paymentId: idOf('p1'),
          lines: [{ allocationId: '1', amountMinor: '5000', effectiveDate: '2026-05-04' }],
          currency: 'USD',
          cause: 'payment_reversed',
        },
      },
      {
        type: 'PaymentReversed',
        data: {
          paymentId: idOf('p1'),
          amountMinor: '8000',
          currency: 'USD',
          effectiveDate: '2026-05-04',
          reversesDate: '2026-05-04',
          reasonCode: 'wrong_child',
          movedTo: to,
        },
        secret: { note: 'Typed the brother’s name' },
        subjectId: STUDENT,
      },
    ]);
  });

  it('is not dated before the payment got room, inside what is closed, or in the future', () => {
    const cancelled = after(paid(), cancel(paid(), { effectiveDate: day('2026-05-06') }));
    expect(move(cancelled).at(-1)?.data).toMatchObject({ effectiveDate: '2026-05-06' });
    const closed = (date: string) => move(paid(), { closedThrough: day(date) });
    expect(closed('2026-05-09').at(-1)?.data).toMatchObject({ effectiveDate: '2026-05-10' });
    expect(refusalOf(() => closed('2026-05-11')).code).toBe('period_closed');
  });

  it('leaves what was refunded refunded, and charges nobody for it', () => {
    const refunded = after(paid(), refund(paid()));
    const facts = move(refunded);
    expect(facts.map(({ type }) => type)).toEqual(['AllocationReleased', 'PaymentReversed']);
    expect(facts[1]?.data).toMatchObject({ amountMinor: '6000' });
    expect(accountTotals(after(refunded, facts))).toMatchObject({
      paidMinor: 8_000n,
      reversedMinor: 6_000n,
      refundedMinor: 2_000n,
      outstandingMinor: 5_000n,
      creditMinor: 0n,
      netMinor: 5_000n,
    });
  });

  it('is refused when nothing is left, when it was taken back, and of nobody’s payment', () => {
    const credit = after(accountOf(), pay(accountOf()));
    const whole = after(credit, refund(credit, { amountMinor: 8_000n }));
    expect(refusalOf(() => move(whole))).toMatchObject({
      kind: 'rule_violated',
      code: 'nothing_to_move',
    });
    expect(refusalOf(() => move(after(paid(), reverse(paid())))).code).toBe('already_reversed');
    expect(refusalOf(() => move(accountOf(opened))).code).toBe('payment_not_found');
  });

  it('happens once, and a moved payment can’t be reversed or refunded where it was', () => {
    const moved = after(paid(), move(paid()));
    for (const undo of [move, reverse, refund]) {
      expect(refusalOf(() => undo(moved))).toMatchObject({
        code: 'already_reversed',
        extra: { reversedOn: '2026-05-04', movedTo: to },
      });
    }
    expect(fateOf(moved, idOf('p1'))).toBe('moved');
    expect(fateOf(after(paid(), reverse(paid())), idOf('p1'))).toBe('reversed');
  });
});

describe('the payment on the right child', () => {
  const arriving = (more: Partial<Parameters<typeof recordMovedPayment>[1]> = {}) => ({
    ...payment({ ...to, effectiveDate: day('2026-05-04') }),
    movedFrom: from,
    ...more,
  });

  it('has the day and method of the first, a book of today, and says where it stood', () => {
    const [, recorded] = recordMovedPayment(accountOf(), arriving());
    expect(recorded?.data).toEqual({
      paymentId: to.paymentId,
      amountMinor: '8000',
      currency: 'USD',
      method: 'cash',
      effectiveDate: '2026-05-04',
      holdCredit: false,
      receiptBook: '2026',
      movedFrom: from,
    });
  });

  it('pays by rule', () => {
    const owing = accountOf(opened, charged('c9', '6000'));
    const facts = recordMovedPayment(owing, arriving());
    expect(facts[1]?.data).toMatchObject({
      rule: 'oldest_due',
      lines: [{ chargeId: idOf('c9'), amountMinor: '6000', effectiveDate: '2026-05-04' }],
    });
  });

  it('takes the next open day when its own was closed since', () => {
    const closedThrough = day('2026-05-10');
    const [, recorded] = recordMovedPayment(accountOf(), arriving({ closedThrough }));
    expect(recorded?.data).toMatchObject({ effectiveDate: '2026-05-11' });
  });

  it('comes once: a second time is a bug, not a second payment', () => {
    const account = after(accountOf(), recordMovedPayment(accountOf(), arriving()));
    expect(() => recordMovedPayment(account, arriving())).toThrow(/comes once/);
  });

  it('has an id of its own work, that no key gives to another payment of that child', () => {
    const work = commandIdOf(`studentAccount-${STUDENT}`, idOf('p1'));
    expect(to.paymentId).toBe(paymentIdOf({ commandId: work, studentId: BROTHER, attempt: 0 }));
    expect(to.paymentId).toBe('936bdd01-1b9f-5c0f-8c6d-339580774c67');
  });
});
