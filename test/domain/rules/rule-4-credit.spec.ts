// Rule 4, what the other suites leave out: no amount is too much, nothing is lost over a whole life, and
// a hold keeps money from charges that are open again as well as from new ones.
import { refundRecoveryChargeIdOf } from '../../../src/kernel/ids.js';
import { accountTotals } from '../../../src/modules/billing/domain/account-figures.js';
import type { StudentAccount } from '../../../src/modules/billing/domain/student-account.js';
import { accountOf, after, charged, day, idOf, opened, pay, raise } from '../account-scenario.js';
import { adjust, cancel, reverseAdjusted } from '../undo-charges.scenario.js';
import { hold, refund, reverse, reverseRefunded } from '../undo-payments.scenario.js';

const figures = (account: StudentAccount) => {
  const { outstandingMinor, creditMinor, netMinor } = accountTotals(account);
  return [outstandingMinor, creditMinor, netMinor];
};

describe('an overpayment', () => {
  it('of the largest amount there is on a debt of one cent is taken: the rest is credit', () => {
    const account = accountOf(opened, charged('c1', '1'));
    const paid = after(account, pay(account, { amountMinor: 999_999_999_999n }));
    expect(figures(paid)).toEqual([0n, 999_999_999_998n, -999_999_999_998n]);
  });

  it('comes back to the cent when all that it paid is cancelled, waived and given back', () => {
    const start = accountOf(opened, charged('c1', '5000'));
    const paid = after(start, pay(start));
    expect(figures(paid)).toEqual([0n, 3_000n, -3_000n]);
    const waived = after(paid, adjust(paid, { measure: { amountMinor: 1_000n } }));
    expect(figures(waived)).toEqual([0n, 4_000n, -4_000n]);
    const cancelled = after(waived, cancel(waived));
    expect(figures(cancelled)).toEqual([0n, 8_000n, -8_000n]);
    const refunded = after(cancelled, refund(cancelled, { amountMinor: 8_000n }));
    expect(figures(refunded)).toEqual([0n, 0n, 0n]);
    expect(figures(after(refunded, reverseRefunded(refunded)))).toEqual([0n, 8_000n, -8_000n]);
  });

  it('meets a charge whose waiver was taken back, in that very batch', () => {
    const start = accountOf(opened, charged('c1', '5000'));
    const waived = after(start, adjust(start));
    const paid = after(waived, pay(waived));
    expect(figures(paid)).toEqual([0n, 6_000n, -6_000n]);
    const facts = reverseAdjusted(paid);
    expect(facts.map(({ type }) => type)).toEqual(['AdjustmentReversed', 'PaymentAllocated']);
    expect(figures(after(paid, facts))).toEqual([0n, 3_000n, -3_000n]);
  });

  it('meets first what is due longest of several charges that a reversal opened again', () => {
    const start = accountOf(
      opened,
      charged('c1', '4000', { dueOn: day('2026-03-31') }),
      charged('c2', '4000', { dueOn: day('2026-02-28') }),
    );
    const paid = after(start, pay(start));
    const more = after(paid, pay(paid, { paymentId: idOf('p2'), amountMinor: 5_000n }));
    const account = after(more, reverse(more));
    expect(account.charges.get(idOf('c2'))?.allocatedMinor).toBe(4_000n);
    expect(account.charges.get(idOf('c1'))?.allocatedMinor).toBe(1_000n);
    expect(figures(account)).toEqual([3_000n, 0n, 3_000n]);
  });
});

describe('held credit', () => {
  const held = () => {
    const start = accountOf(opened, charged('c1', '8000'));
    const paid = after(start, pay(start));
    return after(paid, pay(paid, { paymentId: idOf('p2'), holdCredit: true }));
  };

  it('does not meet a charge that a reversal opened again', () => {
    const account = after(held(), reverse(held()));
    expect(figures(account)).toEqual([8_000n, 8_000n, 0n]);
    const lifted = hold(account, { paymentId: idOf('p2'), hold: false });
    expect(figures(after(account, lifted))).toEqual([0n, 0n, 0n]);
  });

  it('does not pay what was refunded of a payment that was reversed, until it is lifted', () => {
    const start = accountOf(opened);
    const paid = after(start, pay(start));
    const waiting = after(paid, pay(paid, { paymentId: idOf('p2'), holdCredit: true }));
    const refunded = after(waiting, refund(waiting));
    const account = after(refunded, reverse(refunded));
    expect(figures(account)).toEqual([2_000n, 8_000n, -6_000n]);
    const lifted = after(account, hold(account, { paymentId: idOf('p2'), hold: false }));
    const recovery = lifted.charges.get(refundRecoveryChargeIdOf(idOf('p1')));
    expect(recovery).toMatchObject({ amountMinor: 2_000n, allocatedMinor: 2_000n });
    expect(figures(lifted)).toEqual([0n, 6_000n, -6_000n]);
  });

  it('is also what a cancelled charge gives back to a payment that holds', () => {
    const start = accountOf(opened, charged('c1', '5000'), charged('c2', '4000'));
    const list = [{ chargeId: idOf('c1'), amountMinor: 5_000n }];
    const paid = after(start, pay(start, { holdCredit: true, allocations: list }));
    expect(figures(paid)).toEqual([4_000n, 3_000n, 1_000n]);
    const cancelled = after(paid, cancel(paid));
    expect(figures(cancelled)).toEqual([4_000n, 8_000n, -4_000n]);
    expect(figures(after(cancelled, hold(cancelled, { hold: false })))).toEqual([
      0n,
      4_000n,
      -4_000n,
    ]);
  });

  it('is not lost when its payment is reversed: it was never anybody’s debt', () => {
    const account = after(held(), reverse(held(), { paymentId: idOf('p2') }));
    expect(figures(account)).toEqual([0n, 0n, 0n]);
    const next = after(account, raise(account, { chargeId: idOf('c2'), amountMinor: 100n }));
    expect(figures(next)).toEqual([100n, 0n, 100n]);
  });
});
