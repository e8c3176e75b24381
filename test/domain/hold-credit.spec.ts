// Rule 4: overpayment becomes credit, is never lost, meets whatever is outstanding next, and waits
// only while a hold says so.
import { accountTotals } from '../../src/modules/billing/domain/account-figures.js';
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
} from './account-scenario.js';
import { hold, refund, reverse } from './undo-payments.scenario.js';

const owing = () => accountOf(opened, charged('c1', '5000'));

describe('credit', () => {
  it('of an overpayment is kept, seen, and pays the next charge (invoiceninja#7267)', () => {
    const paid = after(owing(), pay(owing()));
    expect(accountTotals(paid)).toMatchObject({ creditMinor: 3_000n, netMinor: -3_000n });
    const trip = { chargeId: idOf('c2'), amountMinor: 4_000n };
    const next = after(paid, raise(paid, trip));
    expect(accountTotals(next)).toMatchObject({
      outstandingMinor: 1_000n,
      creditMinor: 0n,
      netMinor: 1_000n,
    });
  });

  it('that one charge leaves over stays for the ones after it, to the last cent (lago)', () => {
    const paid = after(accountOf(), pay(accountOf()));
    const charges = [2_500n, 2_500n, 2_500n, 2_500n];
    const account = charges.reduce(
      (before, amountMinor, i) =>
        after(before, raise(before, { chargeId: idOf(`c${i}`), amountMinor })),
      paid,
    );
    expect(accountTotals(account)).toMatchObject({
      chargedMinor: 10_000n,
      paidMinor: 8_000n,
      outstandingMinor: 2_000n,
      creditMinor: 0n,
    });
  });
});

describe('a hold', () => {
  const held = () => after(owing(), pay(owing(), { holdCredit: true }));

  it('set on credit keeps it from the next charge', () => {
    const credit = after(accountOf(), pay(accountOf()));
    const facts = hold(credit);
    expect(facts).toEqual([
      {
        type: 'CreditHoldSet',
        data: { paymentId: idOf('p1'), hold: true, effectiveDate: '2026-05-11' },
      },
    ]);
    const account = after(credit, facts);
    expect(accountTotals(after(account, raise(account)))).toMatchObject({
      outstandingMinor: 12_000n,
      creditMinor: 8_000n,
      freeCreditMinor: 0n,
    });
  });

  it('leaves what is paid already as it is', () => {
    const paid = after(owing(), pay(owing()));
    expect(accountTotals(after(paid, hold(paid)))).toMatchObject({
      outstandingMinor: 0n,
      creditMinor: 3_000n,
      freeCreditMinor: 0n,
    });
  });

  it('lifted lets the credit pay at once, dated on that day and not before', () => {
    const facts = hold(held(), { hold: false });
    expect(facts.map(({ type }) => type)).toEqual(['CreditHoldSet', 'PaymentAllocated']);
    expect(facts[1]?.data).toMatchObject({
      rule: 'credit_on_release',
      lines: [{ chargeId: idOf('c1'), amountMinor: '5000', effectiveDate: '2026-05-11' }],
    });
  });

  it('lifted after a closing pays in the open period', () => {
    const early = { holdCredit: true, effectiveDate: day('2026-03-01') };
    const account = after(owing(), pay(owing(), early));
    const lifted = hold(account, { hold: false, closedThrough: day('2026-04-30') });
    expect(lifted[1]?.data).toMatchObject({ lines: [{ effectiveDate: '2026-05-11' }] });
  });

  it('set as it is writes nothing', () => {
    expect(hold(held())).toEqual([]);
    expect(hold(after(owing(), pay(owing())), { hold: false })).toEqual([]);
  });

  it('is not dated before its payment, recorded while the clock was a day ahead', () => {
    const tomorrow = { today: day('2026-05-12'), effectiveDate: day('2026-05-12') };
    const ahead = after(owing(), pay(owing(), tomorrow));
    expect(refusalOf(() => hold(ahead))).toMatchObject({
      code: 'effective_date_too_early',
      extra: { earliestDate: '2026-05-12' },
    });
    expect(hold(ahead, { today: day('2026-05-12') })).toHaveLength(1);
  });

  it('is refused for a reversed payment and for one of nobody here', () => {
    const reversed = after(held(), reverse(held()));
    expect(refusalOf(() => hold(reversed, { hold: false })).code).toBe('already_reversed');
    expect(refusalOf(() => hold(owing())).code).toBe('payment_not_found');
  });

  it('leaves the credit refundable', () => {
    expect(refund(held(), { amountMinor: 8_000n })).toHaveLength(1);
  });
});
