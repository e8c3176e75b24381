// Rule 6: a payment is taken back by compensating facts, also when its credit was used or refunded.
import { refundRecoveryChargeIdOf } from '../../src/kernel/ids.js';
import { accountTotals, wholeStatusOf } from '../../src/modules/billing/domain/account-figures.js';
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
  raise,
  refusalOf,
} from './account-scenario.js';
import { refund, reverse } from './undo-payments.scenario.js';

const owing = (...amounts: string[]) =>
  accountOf(opened, ...amounts.map((amount, i) => charged(`c${i + 1}`, amount)));
const paid = (account: StudentAccount) => after(account, pay(account));

describe('reversing a payment', () => {
  it('takes its allocations back first, then the payment, with the reason', () => {
    const facts = reverse(paid(owing('12000')));
    expect(facts).toEqual([
      {
        type: 'AllocationReleased',
        data: {
          paymentId: idOf('p1'),
          lines: [{ allocationId: '1', amountMinor: '8000', effectiveDate: '2026-05-11' }],
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
          effectiveDate: '2026-05-11',
          reversesDate: '2026-05-11',
          reasonCode: 'payment_failed',
        },
        secret: { note: 'The cheque bounced' },
        subjectId: STUDENT,
      },
    ]);
  });

  it('opens the charges again: allocations + credit + refunded + reversed = amount', () => {
    const account = after(paid(owing('12000')), reverse(paid(owing('12000'))));
    expect(accountTotals(account)).toMatchObject({
      chargedMinor: 12_000n,
      paidMinor: 8_000n,
      reversedMinor: 8_000n,
      outstandingMinor: 12_000n,
      creditMinor: 0n,
      netMinor: 12_000n,
    });
    expect(wholeStatusOf(account)).toBe('UNPAID');
  });

  it('works also when its credit was already used by a later charge (killbill#1423)', () => {
    const credited = paid(accountOf());
    const used = after(credited, raise(credited, { amountMinor: 5_000n }));
    expect(accountTotals(used)).toMatchObject({ outstandingMinor: 0n, creditMinor: 3_000n });

    const account = after(used, reverse(used));

    expect(accountTotals(account)).toMatchObject({
      outstandingMinor: 5_000n,
      creditMinor: 0n,
      netMinor: 5_000n,
    });
  });

  it('leaves no charge paid by money that was taken back (killbill#1464)', () => {
    const first = paid(accountOf());
    const two = [
      { chargeId: idOf('c1'), amountMinor: 3_000n },
      { chargeId: idOf('c2'), amountMinor: 4_000n },
    ];
    const used = two.reduce((account, charge) => after(account, raise(account, charge)), first);
    const account = after(used, reverse(used));
    expect([...account.charges.values()].map((charge) => charge.allocatedMinor)).toEqual([0n, 0n]);
    expect(accountTotals(account).netMinor).toBe(7_000n);
  });

  it('lets the credit of other payments meet what is open again, in the same batch', () => {
    const one = paid(owing('8000'));
    const more = { paymentId: idOf('p2'), amountMinor: 3_000n };
    const two = after(one, pay(one, more));
    const facts = reverse(two);
    expect(facts.at(-1)).toMatchObject({
      type: 'PaymentAllocated',
      data: {
        paymentId: idOf('p2'),
        rule: 'credit_on_release',
        lines: [{ chargeId: idOf('c1'), amountMinor: '3000', effectiveDate: '2026-05-11' }],
      },
    });
    expect(accountTotals(after(two, facts))).toMatchObject({
      outstandingMinor: 5_000n,
      creditMinor: 0n,
    });
  });

  it('names the first reversal the second time, and changes nothing (blnk#374)', () => {
    const account = after(paid(owing('12000')), reverse(paid(owing('12000'))));
    const before = structuredClone(account);
    const refusal = refusalOf(() => reverse(account));
    expect(refusal).toMatchObject({
      kind: 'conflict',
      code: 'already_reversed',
      extra: { reversedOn: '2026-05-11' },
    });
    expect(account).toEqual(before);
  });

  it('is refused for a payment of nobody here', () => {
    const refusal = refusalOf(() => reverse(accountOf(opened)));
    expect(refusal).toMatchObject({ kind: 'not_found', code: 'payment_not_found' });
  });
});

describe('reversing a payment of which a part was refunded', () => {
  const start = () => paid(owing('5000'));
  const refunded = () => after(start(), refund(start()));

  it('reverses the rest and charges the refunded part, due on that day', () => {
    const facts = reverse(refunded());
    expect(facts.slice(1)).toEqual([
      expect.objectContaining({
        type: 'PaymentReversed',
        data: expect.objectContaining({ amountMinor: '6000' }),
      }),
      {
        type: 'ChargeRaised',
        data: {
          chargeId: refundRecoveryChargeIdOf(idOf('p1')),
          kind: 'refund_recovery',
          feeCode: 'REFUND_RECOVERY',
          description: 'Refund of a payment that was reversed',
          amountMinor: '2000',
          currency: 'USD',
          effectiveDate: '2026-05-11',
          dueOn: '2026-05-11',
          priority: '0',
        },
      },
    ]);
  });

  it('leaves what the student owes: 50.00 of fees and 20.00 that were given back', () => {
    expect(accountTotals(after(refunded(), reverse(refunded())))).toMatchObject({
      chargedMinor: 7_000n,
      paidMinor: 8_000n,
      reversedMinor: 6_000n,
      refundedMinor: 2_000n,
      outstandingMinor: 7_000n,
      creditMinor: 0n,
      netMinor: 7_000n,
    });
  });

  it('lets other credit meet the charge over the refund too', () => {
    const more = { paymentId: idOf('p2'), amountMinor: 6_500n };
    const account = after(refunded(), pay(refunded(), more));
    expect(accountTotals(after(account, reverse(account)))).toMatchObject({
      outstandingMinor: 500n,
      creditMinor: 0n,
    });
  });

  it('reverses nothing more of a payment that was refunded whole, and charges it all', () => {
    const credit = paid(accountOf());
    const whole = after(credit, refund(credit, { amountMinor: 8_000n }));
    const account = after(whole, reverse(whole));
    expect(accountTotals(account)).toMatchObject({
      reversedMinor: 0n,
      refundedMinor: 8_000n,
      outstandingMinor: 8_000n,
    });
    expect(refusalOf(() => reverse(account)).code).toBe('already_reversed');
  });
});

describe('the date of a reversal', () => {
  it('lies in the open period, with a link to the date of the payment (erpnext#30547)', () => {
    const account = after(
      owing('12000'),
      pay(owing('12000'), { effectiveDate: day('2026-02-01') }),
    );
    const closedThrough = day('2026-04-30');
    const early = { closedThrough, effectiveDate: day('2026-04-30') };
    expect(refusalOf(() => reverse(account, early))).toMatchObject({
      kind: 'conflict',
      code: 'period_closed',
      extra: { nextOpenDate: '2026-05-01' },
    });
    expect(reverse(account, { closedThrough })[1]?.data).toMatchObject({
      effectiveDate: '2026-05-11',
      reversesDate: '2026-02-01',
    });
  });

  it('is not before the payment’s own: the earliest possible date is named', () => {
    const early = { effectiveDate: day('2026-05-10') };
    expect(refusalOf(() => reverse(paid(owing('12000')), early))).toMatchObject({
      kind: 'rule_violated',
      code: 'effective_date_too_early',
      extra: { earliestDate: '2026-05-11' },
    });
  });

  it('is not in the future', () => {
    const late = { effectiveDate: day('2026-05-12') };
    expect(refusalOf(() => reverse(paid(owing('12000')), late)).code).toBe('date_in_future');
  });

  it('takes an allocation back on its own day when that is later', () => {
    const start = accountOf(opened, charged('c1', '5000', { effectiveDate: day('2026-05-08') }));
    const account = after(start, pay(start, { effectiveDate: day('2026-05-01') }));
    const facts = reverse(account, { effectiveDate: day('2026-05-02') });
    expect(facts[0]?.data).toMatchObject({ lines: [{ effectiveDate: '2026-05-08' }] });
    expect(facts[1]?.data).toMatchObject({ effectiveDate: '2026-05-02' });
  });
});
