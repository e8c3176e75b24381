import { accountAsOf } from '../../src/modules/billing/domain/account-as-of.js';
import {
  accountTotals,
  paymentStatusOf,
  termRows,
  wholeStatusOf,
} from '../../src/modules/billing/domain/account-figures.js';
import { TERM, accountOf, after, charged, day, idOf, opened, pay } from './account-scenario.js';

const OTHER_TERM = '7e120000-0000-4000-8000-000000000003';

describe('the figures of an account', () => {
  it('are zero for an account without facts', () => {
    expect(accountTotals(accountOf())).toEqual({
      chargedMinor: 0n,
      cancelledMinor: 0n,
      adjustedMinor: 0n,
      paidMinor: 0n,
      reversedMinor: 0n,
      refundedMinor: 0n,
      outstandingMinor: 0n,
      creditMinor: 0n,
      freeCreditMinor: 0n,
      netMinor: 0n,
      chargeCount: 0,
    });
    expect(termRows(accountOf())).toEqual([]);
  });

  it('have a row a term, where paid is what is allocated to its charges', () => {
    const account = accountOf(
      opened,
      charged('c1', '5000'),
      charged('c2', '7000', { termId: OTHER_TERM, dueOn: day('2026-05-31') }),
    );
    const paid = after(account, pay(account));

    expect(termRows(paid)).toMatchObject([
      { termId: TERM, chargedMinor: 5_000n, paidMinor: 5_000n, outstandingMinor: 0n },
      { termId: OTHER_TERM, chargedMinor: 7_000n, paidMinor: 3_000n, outstandingMinor: 4_000n },
    ]);
  });

  it('as of a day leave out what took effect later, and what was allocated later', () => {
    const charge = charged('c1', '5000', { effectiveDate: day('2026-03-01') });
    const account = accountOf(opened, charge);
    const facts = [opened, charge, ...pay(account, { effectiveDate: day('2026-04-01') })];
    const net = (asOf: string) => accountTotals(accountAsOf(facts, day(asOf))).netMinor;

    expect(net('2026-02-28')).toBe(0n);
    expect(net('2026-03-01')).toBe(5_000n);
    expect(net('2026-03-31')).toBe(5_000n);
    expect(net('2026-04-01')).toBe(-3_000n);
  });

  it('as of a day before the charge show a payment as credit', () => {
    const charge = charged('c1', '5000', { effectiveDate: day('2026-03-01') });
    const account = accountOf(opened, charge);
    const facts = [opened, charge, ...pay(account, { effectiveDate: day('2026-02-01') })];

    const february = accountTotals(accountAsOf(facts, day('2026-02-15')));

    expect(february).toMatchObject({ creditMinor: 8_000n, outstandingMinor: 0n });
  });
});

describe('the payment status', () => {
  const nothing = {
    chargeCount: 1,
    outstandingMinor: 0n,
    allocatedMinor: 0n,
    adjustedMinor: 0n,
    freeCreditMinor: 0n,
  };

  it('is NOT_CHARGED without a charge, whatever was paid', () => {
    expect(wholeStatusOf(accountOf())).toBe('NOT_CHARGED');
    expect(wholeStatusOf(after(accountOf(), pay(accountOf())))).toBe('NOT_CHARGED');
  });

  it('is UNPAID while nothing is allocated or adjusted', () => {
    expect(wholeStatusOf(accountOf(opened, charged('c1', '5000')))).toBe('UNPAID');
  });

  it('is PARTIAL when something is', () => {
    const account = accountOf(opened, charged('c1', '9000'));
    expect(wholeStatusOf(after(account, pay(account)))).toBe('PARTIAL');
    const adjusted = { ...nothing, outstandingMinor: 1n, adjustedMinor: 1n };
    expect(paymentStatusOf(adjusted)).toBe('PARTIAL');
  });

  it('is PAID with nothing outstanding, CREDIT with free credit beside', () => {
    const account = accountOf(opened, charged('c1', '8000'));
    const paid = after(account, pay(account));
    expect(wholeStatusOf(paid)).toBe('PAID');
    const more = { paymentId: idOf('p2') };
    expect(wholeStatusOf(after(paid, pay(paid, more)))).toBe('CREDIT');
    expect(wholeStatusOf(after(paid, pay(paid, { ...more, holdCredit: true })))).toBe('PAID');
  });
});
