// Rule 3, what the other suites leave out: across terms, the exact limits of an explicit list, the name
// of each rule, Σ over the life of one payment, and the day of an allocation after a release.
import { accountAsOf } from '../../../src/modules/billing/domain/account-as-of.js';
import { accountTotals } from '../../../src/modules/billing/domain/account-figures.js';
import type { AccountFact } from '../../../src/modules/billing/domain/student-account.events.js';
import type { NewFact } from '../../../src/kernel/fact.js';
import {
  creditOf,
  type StudentAccount,
} from '../../../src/modules/billing/domain/student-account.js';
import {
  accountOf,
  after,
  charged,
  day,
  idOf,
  opened,
  pay,
  raise,
  refusalOf,
} from '../account-scenario.js';
import { hold, refund, reverse, reverseRefunded } from '../undo-payments.scenario.js';

const FIRST_TERM = '7e120000-0000-4000-8000-000000000001';

/** What the allocations of a batch say: which charge, how much, by which rule. */
const allocationsIn = (facts: readonly NewFact<AccountFact>[]) =>
  facts.flatMap((fact) =>
    fact.type === 'PaymentAllocated'
      ? fact.data.lines.map(({ chargeId, amountMinor }) => [chargeId, amountMinor, fact.data.rule])
      : [],
  );

describe('an allocation by rule', () => {
  it('goes across terms: the older due date of last term first, charges of no term among them', () => {
    const account = accountOf(
      opened,
      charged('c1', '5000', { dueOn: day('2026-06-30') }),
      charged('c2', '4500', { dueOn: day('2026-01-31'), termId: FIRST_TERM }),
      charged('c3', '2000', { dueOn: day('2026-03-31'), kind: 'opening', termId: undefined }),
    );
    expect(allocationsIn(pay(account))).toEqual([
      [idOf('c2'), '4500', 'oldest_due'],
      [idOf('c3'), '2000', 'oldest_due'],
      [idOf('c1'), '1500', 'oldest_due'],
    ]);
  });

  it('looks at the due date, not at the day of the charge or the order of charging', () => {
    const account = accountOf(
      opened,
      charged('c1', '5000', { effectiveDate: day('2026-01-05'), dueOn: day('2026-05-31') }),
      charged('c2', '5000', { effectiveDate: day('2026-04-01'), dueOn: day('2026-04-30') }),
    );
    expect(allocationsIn(pay(account))).toEqual([
      [idOf('c2'), '5000', 'oldest_due'],
      [idOf('c1'), '3000', 'oldest_due'],
    ]);
  });
});

describe('an explicit list', () => {
  const account = accountOf(opened, charged('c1', '5000'), charged('c2', '4000'));
  const shares = (...list: [string, bigint][]) => ({
    allocations: list.map(([short, amountMinor]) => ({ chargeId: idOf(short), amountMinor })),
  });

  it('may add up to the payment to the last cent, and may settle a charge to the last cent', () => {
    expect(allocationsIn(pay(account, shares(['c2', 4_000n], ['c1', 4_000n])))).toEqual([
      [idOf('c2'), '4000', 'explicit'],
      [idOf('c1'), '4000', 'explicit'],
    ]);
  });

  it('is refused one cent above either limit, and nothing is written', () => {
    const sum = refusalOf(() => pay(account, shares(['c1', 4_001n], ['c2', 4_000n])));
    expect([sum.kind, sum.code]).toEqual(['rule_violated', 'allocation_exceeds']);
    const one = refusalOf(() => pay(account, shares(['c2', 4_001n])));
    expect([one.kind, one.code]).toEqual(['rule_violated', 'allocation_exceeds']);
  });

  it('gives nothing to a charge that is settled: not one cent', () => {
    const settled = after(account, pay(account, { amountMinor: 5_000n }));
    const more = { paymentId: idOf('p2'), ...shares(['c1', 1n]) };
    expect(refusalOf(() => pay(settled, more)).code).toBe('allocation_exceeds');
  });

  it('is followed on a payment that holds: what is not listed waits', () => {
    const facts = pay(account, { ...shares(['c2', 1_500n]), holdCredit: true });
    expect(allocationsIn(facts)).toEqual([[idOf('c2'), '1500', 'explicit']]);
    expect(accountTotals(after(account, facts))).toMatchObject({
      outstandingMinor: 7_500n,
      creditMinor: 6_500n,
      freeCreditMinor: 0n,
    });
  });
});

describe('every allocation', () => {
  it('says which rule made it: explicit, oldest due, credit on a charge, credit on a release', () => {
    const start = accountOf(opened, charged('c1', '1000'), charged('c2', '1000'));
    const list = { allocations: [{ chargeId: idOf('c2'), amountMinor: 600n }] };
    const paid = pay(start, { ...list, amountMinor: 2_500n });
    const one = after(start, paid);
    const raised = raise(one, { chargeId: idOf('c3'), amountMinor: 900n });
    const two = after(one, raised);
    const held = after(two, pay(two, { paymentId: idOf('p2'), holdCredit: true }));
    const lifted = hold(held, { paymentId: idOf('p2'), hold: false });

    expect([...allocationsIn(paid), ...allocationsIn(raised), ...allocationsIn(lifted)]).toEqual([
      [idOf('c2'), '600', 'explicit'],
      [idOf('c1'), '1000', 'oldest_due'],
      [idOf('c2'), '400', 'oldest_due'],
      [idOf('c3'), '500', 'credit_on_charge'],
      [idOf('c3'), '400', 'credit_on_release'],
    ]);
  });

  it('is no more than the payment: allocations + credit + refunded + reversed = 80.00, always', () => {
    const parts = (account: StudentAccount) => {
      const payment = account.payments.get(idOf('p1'));
      if (payment === undefined) throw new Error('no payment p1');
      const { allocatedMinor, refundedMinor, reversedMinor } = payment;
      return [allocatedMinor, creditOf(payment), refundedMinor, reversedMinor];
    };
    const start = accountOf(opened, charged('c1', '5000'));
    const paid = after(start, pay(start));
    expect(parts(paid)).toEqual([5_000n, 3_000n, 0n, 0n]);
    const given = after(paid, refund(paid));
    expect(parts(given)).toEqual([5_000n, 1_000n, 2_000n, 0n]);
    const used = after(given, raise(given, { chargeId: idOf('c2'), amountMinor: 400n }));
    expect(parts(used)).toEqual([5_400n, 600n, 2_000n, 0n]);
    const back = after(used, reverseRefunded(used));
    expect(parts(back)).toEqual([5_400n, 2_600n, 0n, 0n]);
    expect(parts(after(back, reverse(back)))).toEqual([0n, 0n, 0n, 8_000n]);
    expect(parts(after(used, reverse(used)))).toEqual([0n, 0n, 2_000n, 6_000n]);
  });

  it('is dated when the charge was open again: as of no day is more paid than was charged', () => {
    const facts: AccountFact[] = [opened, charged('c1', '8000')];
    const take = (batch: readonly NewFact<AccountFact>[]) => facts.push(...batch);
    take(pay(accountOf(...facts), { effectiveDate: day('2026-02-01') }));
    take(reverse(accountOf(...facts), { effectiveDate: day('2026-04-01') }));
    const late = { paymentId: idOf('p2'), effectiveDate: day('2026-02-15') };
    const batch = pay(accountOf(...facts), late);
    take(batch);

    expect(batch[1]?.data).toMatchObject({
      lines: [{ chargeId: idOf('c1'), amountMinor: '8000', effectiveDate: '2026-04-01' }],
    });
    const asOf = (text: string) => accountTotals(accountAsOf(facts, day(text)));
    expect(asOf('2026-02-14')).toMatchObject({ outstandingMinor: 0n, creditMinor: 0n });
    expect(asOf('2026-03-31')).toMatchObject({ outstandingMinor: 0n, creditMinor: 8_000n });
    expect(asOf('2026-04-01')).toMatchObject({
      outstandingMinor: 0n,
      creditMinor: 0n,
      netMinor: 0n,
    });
  });
});
