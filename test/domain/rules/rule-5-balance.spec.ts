// Rule 5: one account over five months, told at once on 11 May; what its figures are as of each day, and
// that they add up on every one of them.
import type { NewFact } from '../../../src/kernel/fact.js';
import { plusDays } from '../../../src/kernel/local-date.js';
import { accountAsOf } from '../../../src/modules/billing/domain/account-as-of.js';
import {
  accountTotals,
  paymentStatusOf,
  termRows,
  wholeStatusOf,
} from '../../../src/modules/billing/domain/account-figures.js';
import type { AccountFact } from '../../../src/modules/billing/domain/student-account.events.js';
import { TERM, accountOf, charged, day, idOf, opened, pay, raise } from '../account-scenario.js';
import { adjust, cancel, reverseAdjusted } from '../undo-charges.scenario.js';
import { refund, reverse } from '../undo-payments.scenario.js';

const NEXT_TERM = '7e120000-0000-4000-8000-000000000003';
const on = (text: string) => ({ effectiveDate: day(text) });

/** 120.00 charged, 80.00 and 25.00 paid, 30.00 waived, 5.00 given back, 20.00 more charged; undone. */
function fiveMonths(): AccountFact[] {
  const facts: AccountFact[] = [opened, charged('c1', '12000', on('2026-01-05'))];
  const now = () => accountOf(...facts);
  const take = (batch: readonly NewFact<AccountFact>[]) => void facts.push(...batch);
  const second = { chargeId: idOf('c2'), termId: NEXT_TERM, amountMinor: 2_000n };
  take(pay(now(), on('2026-02-01')));
  take(adjust(now(), on('2026-03-01')));
  take(pay(now(), { paymentId: idOf('p2'), amountMinor: 2_500n, ...on('2026-03-15') }));
  take(refund(now(), { paymentId: idOf('p2'), amountMinor: 500n, ...on('2026-04-01') }));
  take(raise(now(), { ...second, ...on('2026-04-10') }));
  take(reverse(now(), on('2026-04-20')));
  take(reverseAdjusted(now(), on('2026-05-01')));
  take(cancel(now(), on('2026-05-05')));
  return facts;
}

describe('the balance as of a day', () => {
  const facts = fiveMonths();
  const asOf = (text: string) => accountAsOf(facts, day(text));
  const figures = (text: string) => {
    const totals = accountTotals(asOf(text));
    const { chargedMinor, cancelledMinor, adjustedMinor, paidMinor } = totals;
    const { reversedMinor, refundedMinor, outstandingMinor, creditMinor, netMinor } = totals;
    const owed = [chargedMinor, cancelledMinor, adjustedMinor];
    const moved = [paidMinor, reversedMinor, refundedMinor];
    return [...owed, ...moved, outstandingMinor, creditMinor, netMinor].map(Number);
  };

  // charged, cancelled, adjusted · paid, reversed, refunded · outstanding, credit, net
  it.each([
    ['2026-01-04', 'nothing yet', [0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['2026-01-05', 'charged 120.00', [12_000, 0, 0, 0, 0, 0, 12_000, 0, 12_000]],
    ['2026-01-31', 'the day before the payment', [12_000, 0, 0, 0, 0, 0, 12_000, 0, 12_000]],
    ['2026-02-01', 'paid 80.00', [12_000, 0, 0, 8_000, 0, 0, 4_000, 0, 4_000]],
    ['2026-03-01', 'waived 30.00', [12_000, 0, 3_000, 8_000, 0, 0, 1_000, 0, 1_000]],
    ['2026-03-15', 'paid 25.00', [12_000, 0, 3_000, 10_500, 0, 0, 0, 1_500, -1_500]],
    ['2026-04-01', 'refunded 5.00', [12_000, 0, 3_000, 10_500, 0, 500, 0, 1_000, -1_000]],
    ['2026-04-10', 'charged 20.00', [14_000, 0, 3_000, 10_500, 0, 500, 1_000, 0, 1_000]],
    ['2026-04-20', 'the 80.00 reversed', [14_000, 0, 3_000, 10_500, 8_000, 500, 9_000, 0, 9_000]],
    ['2026-05-01', 'the waiver reversed', [14_000, 0, 0, 10_500, 8_000, 500, 12_000, 0, 12_000]],
    ['2026-05-05', 'the 120.00 cancelled', [14_000, 12_000, 0, 10_500, 8_000, 500, 0, 0, 0]],
    ['2026-05-11', 'today', [14_000, 12_000, 0, 10_500, 8_000, 500, 0, 0, 0]],
  ])('%s: %s', (date, _what, expected) => {
    expect(figures(date)).toEqual(expected);
  });

  it('adds up on each of the 128 days: parts = outstanding − credit = rows of terms − credit', () => {
    const days = Array.from({ length: 128 }, (_, n) => plusDays(day('2026-01-04'), n));
    expect(days.at(-1)).toBe('2026-05-11');
    for (const date of days) {
      const account = asOf(date);
      const totals = accountTotals(account);
      const { chargedMinor, cancelledMinor, adjustedMinor, paidMinor } = totals;
      const received = paidMinor - totals.reversedMinor - totals.refundedMinor;
      expect(chargedMinor - cancelledMinor - adjustedMinor - received).toBe(totals.netMinor);
      const rows = termRows(account).reduce((sum, row) => sum + row.outstandingMinor, 0n);
      expect(rows - totals.creditMinor).toBe(totals.netMinor);
    }
  });

  it('has a row for each term, with what is allocated to its charges as paid', () => {
    expect(termRows(asOf('2026-04-20'))).toEqual([
      {
        termId: TERM,
        chargeCount: 1,
        chargedMinor: 12_000n,
        cancelledMinor: 0n,
        adjustedMinor: 3_000n,
        paidMinor: 1_000n,
        outstandingMinor: 8_000n,
      },
      {
        termId: NEXT_TERM,
        chargeCount: 1,
        chargedMinor: 2_000n,
        cancelledMinor: 0n,
        adjustedMinor: 0n,
        paidMinor: 1_000n,
        outstandingMinor: 1_000n,
      },
    ]);
  });

  it('of a past day is moved by what becomes known later, when it took effect by then', () => {
    const known = accountOf(...facts);
    const late = { paymentId: idOf('p3'), amountMinor: 100n, ...on('2026-02-10') };
    const more = [...facts, ...pay(known, late)];
    expect(accountTotals(accountAsOf(more, day('2026-02-09'))).netMinor).toBe(4_000n);
    expect(accountTotals(accountAsOf(more, day('2026-02-10'))).netMinor).toBe(3_900n);
  });
});

describe('the payment status', () => {
  it('without a charge that is not cancelled is NOT_CHARGED, also with credit', () => {
    const account = accountOf(opened, charged('c1', '5000'));
    const cancelled = accountOf(opened, charged('c1', '5000'), ...cancel(account));
    expect(wholeStatusOf(cancelled)).toBe('NOT_CHARGED');
    const paid = accountOf(opened, charged('c1', '5000'), ...cancel(account), ...pay(cancelled));
    expect(wholeStatusOf(paid)).toBe('NOT_CHARGED');
    expect(termRows(cancelled)).toMatchObject([{ chargeCount: 0, cancelledMinor: 5_000n }]);
  });

  it('with nothing allocated and something waived is PARTIAL; waived whole it is PAID', () => {
    const account = accountOf(opened, charged('c1', '5000'));
    const part = accountOf(opened, charged('c1', '5000'), ...adjust(account));
    expect(wholeStatusOf(part)).toBe('PARTIAL');
    const all = adjust(account, { measure: { amountMinor: 5_000n } });
    expect(wholeStatusOf(accountOf(opened, charged('c1', '5000'), ...all))).toBe('PAID');
  });

  it('is PAID and not CREDIT where free credit does not count: in a term that is not current', () => {
    const figures = {
      chargeCount: 1,
      outstandingMinor: 0n,
      allocatedMinor: 5_000n,
      adjustedMinor: 0n,
    };
    expect(paymentStatusOf({ ...figures, freeCreditMinor: 0n })).toBe('PAID');
    expect(paymentStatusOf({ ...figures, freeCreditMinor: 1n })).toBe('CREDIT');
  });
});
