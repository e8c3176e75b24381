// Rule 6: a wrong charge is undone by a compensating fact; what it was paid with becomes credit.
import { accountTotals } from '../../src/modules/billing/domain/account-figures.js';
import { chargeTermFees } from '../../src/modules/billing/domain/charge-term-fees.js';
import {
  STUDENT,
  TERM,
  accountOf,
  after,
  charged,
  day,
  idOf,
  opened,
  pay,
  refusalOf,
} from './account-scenario.js';
import { adjust, cancel } from './undo-charges.scenario.js';

const owing = () => accountOf(opened, charged('c1', '12000'));

describe('cancelling a charge', () => {
  it('that nobody paid takes its whole net back', () => {
    const facts = cancel(owing());
    expect(facts).toEqual([
      {
        type: 'ChargeCancelled',
        data: {
          chargeId: idOf('c1'),
          amountMinor: '12000',
          currency: 'USD',
          effectiveDate: '2026-05-11',
          reasonCode: 'wrong_charge',
        },
        secret: { note: 'Charged to the wrong class' },
        subjectId: STUDENT,
      },
    ]);
    expect(accountTotals(after(owing(), facts))).toMatchObject({
      chargedMinor: 12_000n,
      cancelledMinor: 12_000n,
      outstandingMinor: 0n,
      netMinor: 0n,
    });
  });

  it('makes what it was paid with credit, released before the cancellation', () => {
    const paid = after(owing(), pay(owing()));
    const facts = cancel(paid);
    expect(facts.map(({ type }) => type)).toEqual(['AllocationReleased', 'ChargeCancelled']);
    expect(facts[0]?.data).toEqual({
      paymentId: idOf('p1'),
      lines: [{ allocationId: '1', amountMinor: '8000', effectiveDate: '2026-05-11' }],
      currency: 'USD',
      cause: 'charge_cancelled',
    });
    expect(accountTotals(after(paid, facts))).toMatchObject({
      creditMinor: 8_000n,
      netMinor: -8_000n,
    });
  });

  it('lets that credit meet what else is outstanding, in the same batch', () => {
    const start = accountOf(opened, charged('c1', '12000'), charged('c2', '5000'));
    const paid = after(start, pay(start));
    const facts = cancel(paid);
    expect(facts.at(-1)).toMatchObject({
      type: 'PaymentAllocated',
      data: {
        rule: 'credit_on_release',
        lines: [{ chargeId: idOf('c2'), amountMinor: '5000', effectiveDate: '2026-05-11' }],
      },
    });
    expect(accountTotals(after(paid, facts))).toMatchObject({
      outstandingMinor: 0n,
      creditMinor: 3_000n,
    });
  });

  it('closes the adjustments on it: they stay, and the cancelled amount is what they left', () => {
    const lowered = after(owing(), adjust(owing()));
    const facts = cancel(lowered);
    expect(facts.at(-1)?.data).toMatchObject({ amountMinor: '9000' });
    expect(accountTotals(after(lowered, facts))).toMatchObject({
      chargedMinor: 12_000n,
      cancelledMinor: 9_000n,
      adjustedMinor: 3_000n,
      outstandingMinor: 0n,
    });
  });

  it('of which nothing is left cancels zero, and it is cancelled all the same', () => {
    const waived = after(
      owing(),
      adjust(owing(), { measure: { basisPoints: 10_000n }, fourEyesLimitMinor: 12_000n }),
    );
    const cancelled = after(waived, cancel(waived));
    expect(cancelled.charges.get(idOf('c1'))).toMatchObject({
      cancelledMinor: 0n,
      cancelledOn: '2026-05-11',
    });
    expect(refusalOf(() => cancel(cancelled)).code).toBe('already_cancelled');
  });

  it('twice is refused the second time', () => {
    const cancelled = after(owing(), cancel(owing()));
    expect(refusalOf(() => cancel(cancelled))).toMatchObject({
      kind: 'conflict',
      code: 'already_cancelled',
    });
  });

  it('that does not exist is not found', () => {
    expect(refusalOf(() => cancel(owing(), { chargeId: idOf('c9') }))).toMatchObject({
      kind: 'not_found',
      code: 'charge_not_found',
    });
  });

  it('is not dated before the charge, and says the earliest date', () => {
    const refusal = refusalOf(() => cancel(owing(), { effectiveDate: day('2026-01-04') }));
    expect(refusal).toMatchObject({
      code: 'effective_date_too_early',
      extra: { earliestDate: '2026-01-05' },
    });
  });

  it('is not dated before an adjustment that it closes', () => {
    const lowered = after(owing(), adjust(owing(), { effectiveDate: day('2026-03-01') }));
    const refusal = refusalOf(() => cancel(lowered, { effectiveDate: day('2026-02-28') }));
    expect(refusal.extra).toEqual({ earliestDate: '2026-03-01' });
  });

  it('is not dated in the future, nor inside what is closed', () => {
    const tomorrow = refusalOf(() => cancel(owing(), { effectiveDate: day('2026-05-12') }));
    expect(tomorrow.code).toBe('date_in_future');
    const closed = refusalOf(() => cancel(owing(), { closedThrough: day('2026-05-11') }));
    expect(closed).toMatchObject({
      code: 'period_closed',
      extra: { nextOpenDate: '2026-05-12' },
    });
  });
});

describe('a fee of a term that was cancelled', () => {
  const run = {
    studentId: STUDENT,
    currency: 'USD',
    today: day('2026-05-11'),
    termId: TERM,
    effectiveDate: day('2026-05-11'),
    chargeRunId: idOf('r1'),
    feeScheduleVersion: 1,
    fees: [
      {
        feeCode: 'TUITION',
        description: 'Tuition',
        amountMinor: 12_000n,
        dueOn: day('2026-05-31'),
        priority: 100,
      },
    ],
  };

  it('can be charged again, under another id, once', () => {
    const first = after(accountOf(opened), chargeTermFees(accountOf(opened), run));
    const [chargeId = ''] = first.charges.keys();
    expect(chargeTermFees(first, run)).toEqual([]);

    const cancelled = after(first, cancel(first, { chargeId }));
    const again = after(cancelled, chargeTermFees(cancelled, run));

    expect(again.charges.size).toBe(2);
    expect(accountTotals(again)).toMatchObject({
      chargedMinor: 24_000n,
      cancelledMinor: 12_000n,
      outstandingMinor: 12_000n,
    });
    expect(chargeTermFees(again, run)).toEqual([]);
  });
});
