// Rule 6: a refund gives back what is left of a payment, never more; it can be reversed.
import { accountTotals } from '../../src/modules/billing/domain/account-figures.js';
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
import { hold, refund, reverse, reverseRefunded } from './undo-payments.scenario.js';

/** 80.00 received, 50.00 of it pay c1, 30.00 are credit. */
const credited = (): StudentAccount => {
  const owing = accountOf(opened, charged('c1', '5000'));
  return after(owing, pay(owing));
};

describe('a refund', () => {
  it('goes back as the money came, with its reason', () => {
    const reason = { reasonCode: 'overpaid', note: 'Paid twice' } as const;
    expect(refund(credited(), { reason })).toEqual([
      {
        type: 'RefundIssued',
        data: {
          refundId: idOf('r1'),
          paymentId: idOf('p1'),
          amountMinor: '2000',
          currency: 'USD',
          method: 'cash',
          effectiveDate: '2026-05-11',
          reasonCode: 'overpaid',
        },
        secret: { note: 'Paid twice' },
        subjectId: STUDENT,
      },
    ]);
    expect(refund(credited(), { method: 'bank_transfer' })[0]?.data).toMatchObject({
      method: 'bank_transfer',
    });
  });

  it('lowers the credit and nothing else: allocations + credit + refunded = amount', () => {
    expect(accountTotals(after(credited(), refund(credited())))).toMatchObject({
      paidMinor: 8_000n,
      refundedMinor: 2_000n,
      creditMinor: 1_000n,
      outstandingMinor: 0n,
      netMinor: -1_000n,
    });
  });

  it('adds up with others: 20.00 and 10.00 of 30.00, then not one cent more', () => {
    const first = after(credited(), refund(credited()));
    const rest = { refundId: idOf('r2'), amountMinor: 1_000n };
    const second = after(first, refund(first, rest));
    expect(accountTotals(second)).toMatchObject({ refundedMinor: 3_000n, creditMinor: 0n });
    const more = { refundId: idOf('r3'), amountMinor: 1n };
    expect(refusalOf(() => refund(second, more))).toMatchObject({
      kind: 'rule_violated',
      code: 'refund_exceeds',
      extra: { creditMinor: 0 },
    });
  });

  it('never takes back what pays a charge: the message says what is left', () => {
    expect(refusalOf(() => refund(credited(), { amountMinor: 3_001n }))).toMatchObject({
      code: 'refund_exceeds',
      extra: { creditMinor: 3_000 },
    });
    expect(refund(credited(), { amountMinor: 3_000n })).toHaveLength(1);
  });

  it('may take credit that is held', () => {
    const owing = accountOf(opened, charged('c1', '5000'));
    const held = after(owing, pay(owing, { holdCredit: true }));
    const account = after(held, refund(held, { amountMinor: 8_000n }));
    expect(accountTotals(account)).toMatchObject({ outstandingMinor: 5_000n, creditMinor: 0n });
  });

  it('above the limit needs a second person; at the limit it does not', () => {
    const account = after(accountOf(), pay(accountOf(), { amountMinor: 20_000n }));
    expect(refusalOf(() => refund(account, { amountMinor: 10_001n }))).toMatchObject({
      kind: 'forbidden',
      code: 'four_eyes_required',
      extra: { limitMinor: 10_000 },
    });
    expect(refund(account, { amountMinor: 10_000n })).toHaveLength(1);
  });

  it('is refused for a reversed payment and for one of nobody here', () => {
    const reversed = after(credited(), reverse(credited()));
    expect(refusalOf(() => refund(reversed)).code).toBe('already_reversed');
    expect(refusalOf(() => refund(accountOf(opened))).code).toBe('payment_not_found');
  });

  it('is not dated before its money was free again', () => {
    const paid = pay(accountOf(), { effectiveDate: day('2026-05-04'), holdCredit: true });
    const held = after(accountOf(), paid);
    const account = after(held, hold(held, { hold: false, today: day('2026-05-08') }));
    expect(refusalOf(() => refund(account, { effectiveDate: day('2026-05-07') }))).toMatchObject({
      code: 'effective_date_too_early',
      extra: { earliestDate: '2026-05-08' },
    });
    expect(refund(account, { effectiveDate: day('2026-05-08') })).toHaveLength(1);
  });

  it('is neither in the future nor in closed books', () => {
    const late = { effectiveDate: day('2026-05-12') };
    expect(refusalOf(() => refund(credited(), late)).code).toBe('date_in_future');
    const closed = { closedThrough: day('2026-05-11') };
    expect(refusalOf(() => refund(credited(), closed)).code).toBe('period_closed');
  });
});

describe('the reversal of a refund', () => {
  const refunded = () => after(credited(), refund(credited()));

  it('makes the money credit again', () => {
    const facts = reverseRefunded(refunded());
    expect(facts).toEqual([
      {
        type: 'RefundReversed',
        data: {
          refundId: idOf('r1'),
          amountMinor: '2000',
          currency: 'USD',
          effectiveDate: '2026-05-11',
          reasonCode: 'other',
        },
        secret: { note: 'Never handed out' },
        subjectId: STUDENT,
      },
    ]);
    expect(accountTotals(after(refunded(), facts))).toMatchObject({
      refundedMinor: 0n,
      creditMinor: 3_000n,
    });
  });

  it('lets it meet what is outstanding, dated when the money was back', () => {
    const trip = raise(refunded(), { chargeId: idOf('c2'), amountMinor: 4_000n });
    const account = after(refunded(), trip);
    const facts = reverseRefunded(account);
    expect(facts[1]?.data).toMatchObject({
      rule: 'credit_on_release',
      lines: [{ chargeId: idOf('c2'), amountMinor: '2000', effectiveDate: '2026-05-11' }],
    });
    expect(accountTotals(after(account, facts))).toMatchObject({
      outstandingMinor: 1_000n,
      creditMinor: 0n,
    });
  });

  it('happens once', () => {
    const account = after(refunded(), reverseRefunded(refunded()));
    expect(refusalOf(() => reverseRefunded(account))).toMatchObject({
      kind: 'conflict',
      code: 'already_reversed',
      extra: { reversedOn: '2026-05-11' },
    });
    expect(refusalOf(() => reverseRefunded(credited())).code).toBe('refund_not_found');
  });

  it('is refused after a reversal of the payment: the refunded part was charged then', () => {
    const account = after(refunded(), reverse(refunded()));
    expect(refusalOf(() => reverseRefunded(account)).code).toBe('already_reversed');
  });

  it('is not dated before the refund', () => {
    const early = { effectiveDate: day('2026-05-10') };
    expect(refusalOf(() => reverseRefunded(refunded(), early))).toMatchObject({
      code: 'effective_date_too_early',
      extra: { earliestDate: '2026-05-11' },
    });
  });
});
