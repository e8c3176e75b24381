// Rules 6 and 13: an adjustment lowers what is owed and is a line of its own, never a lowered price;
// it can be taken back.
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
import { adjust, cancel, reverseAdjusted } from './undo-charges.scenario.js';

const owing = () => accountOf(opened, charged('c1', '12000'));

describe('an adjustment of one charge', () => {
  it('leaves the charge as it is and lowers what is owed of it', () => {
    const facts = adjust(owing());
    expect(facts).toEqual([
      {
        type: 'AdjustmentApplied',
        data: {
          adjustmentId: idOf('a1'),
          chargeId: idOf('c1'),
          kind: 'waiver',
          amountMinor: '3000',
          currency: 'USD',
          effectiveDate: '2026-05-11',
          reasonCode: 'hardship',
        },
      },
    ]);
    expect(accountTotals(after(owing(), facts))).toMatchObject({
      chargedMinor: 12_000n,
      adjustedMinor: 3_000n,
      outstandingMinor: 9_000n,
    });
  });

  it('by percent is a part of the net, rounded half up, with what it was computed from', () => {
    const odd = accountOf(opened, charged('c1', '1001'));
    const [fact] = adjust(odd, { measure: { basisPoints: 5_000n } });
    expect(fact?.data).toMatchObject({
      amountMinor: '501',
      basis: { basisPoints: '5000', onMinor: '1001' },
    });
  });

  it('of a second percent is taken from what the first left', () => {
    const half = after(owing(), adjust(owing(), { measure: { basisPoints: 5_000n } }));
    const more = { adjustmentId: idOf('a2'), measure: { basisPoints: 5_000n } };
    expect(adjust(half, more)[0]?.data).toMatchObject({
      amountMinor: '3000',
      basis: { onMinor: '6000' },
    });
  });

  it('is never more than the net', () => {
    const refusal = refusalOf(() =>
      adjust(owing(), { measure: { amountMinor: 12_001n }, fourEyesLimitMinor: 20_000n }),
    );
    expect(refusal).toMatchObject({
      kind: 'rule_violated',
      code: 'adjustment_exceeds',
      extra: { adjustableMinor: 12_000 },
    });
  });

  it('that rounds to zero is refused', () => {
    const tiny = accountOf(opened, charged('c1', '49'));
    const refusal = refusalOf(() => adjust(tiny, { measure: { basisPoints: 100n } }));
    expect(refusal.code).toBe('adjustment_rounds_to_zero');
  });

  it('above the limit needs a second person', () => {
    const measure = { amountMinor: 10_001n };
    expect(refusalOf(() => adjust(owing(), { measure }))).toMatchObject({
      kind: 'forbidden',
      code: 'four_eyes_required',
      extra: { limitMinor: 10_000 },
    });
    expect(adjust(owing(), { measure: { amountMinor: 10_000n } })).toHaveLength(1);
  });

  it('below what is paid already releases the newest allocations, and they are credit', () => {
    const paid = after(owing(), pay(owing(), { amountMinor: 12_000n }));
    const facts = adjust(paid);
    expect(facts.map(({ type }) => type)).toEqual(['AllocationReleased', 'AdjustmentApplied']);
    expect(facts[0]?.data).toMatchObject({
      cause: 'adjusted_below',
      lines: [{ allocationId: '1', amountMinor: '3000', effectiveDate: '2026-05-11' }],
    });
    expect(accountTotals(after(paid, facts))).toMatchObject({
      outstandingMinor: 0n,
      creditMinor: 3_000n,
      netMinor: -3_000n,
    });
  });

  it('of a charge that was cancelled is refused', () => {
    const cancelled = after(owing(), cancel(owing()));
    expect(refusalOf(() => adjust(cancelled)).code).toBe('already_cancelled');
  });

  it('is not dated before the charge had its room', () => {
    const early = { effectiveDate: day('2026-01-04') };
    expect(refusalOf(() => adjust(owing(), early))).toMatchObject({
      code: 'effective_date_too_early',
      extra: { earliestDate: '2026-01-05' },
    });
  });
});

describe('an adjustment of a fee code', () => {
  const account = () =>
    accountOf(
      opened,
      charged('c1', '12000', { feeCode: 'BUS', dueOn: day('2026-03-31') }),
      charged('c2', '5000', { feeCode: 'BUS', dueOn: day('2026-01-31') }),
      charged('c3', '7000', { feeCode: 'TUITION' }),
    );
  const bus = { feeCode: 'BUS' };

  it('by amount goes over the oldest due first', () => {
    const facts = adjust(account(), { target: bus, measure: { amountMinor: 6_000n } });
    expect(facts.map(({ data }) => data)).toMatchObject([
      { chargeId: idOf('c2'), amountMinor: '5000' },
      { chargeId: idOf('c1'), amountMinor: '1000' },
    ]);
  });

  it('by percent takes its part of each', () => {
    const facts = adjust(account(), { target: bus, measure: { basisPoints: 1_000n } });
    expect(facts.map(({ data }) => data)).toMatchObject([
      { chargeId: idOf('c2'), amountMinor: '500' },
      { chargeId: idOf('c1'), amountMinor: '1200' },
    ]);
  });

  it('looks only at charges that took effect within its dates', () => {
    const later = raise(account(), { chargeId: idOf('c4'), feeCode: 'BUS' });
    const target = { ...bus, validFrom: day('2026-05-01'), validTo: day('2026-05-31') };
    const facts = adjust(after(account(), later), { target });
    expect(facts.map(({ data }) => data)).toMatchObject([{ chargeId: idOf('c4') }]);
  });

  it('names a date that all its charges accept when one of them is younger', () => {
    const fees = accountOf(
      opened,
      charged('c1', '1000'),
      charged('c2', '1000', { effectiveDate: day('2026-04-10'), dueOn: day('2026-04-30') }),
      charged('c3', '1000', { effectiveDate: day('2026-05-03'), dueOn: day('2026-05-31') }),
    );
    const at = (effectiveDate: string) =>
      adjust(fees, { target: { feeCode: 'TUITION' }, effectiveDate: day(effectiveDate) });
    const refusal = refusalOf(() => at('2026-04-01'));
    expect(refusal).toMatchObject({
      code: 'effective_date_too_early',
      extra: { earliestDate: '2026-05-03' },
    });
    expect(at('2026-05-03')).toHaveLength(3);
  });

  it('that the account was never charged is not found', () => {
    const refusal = refusalOf(() => adjust(account(), { target: { feeCode: 'MEALS' } }));
    expect(refusal.code).toBe('charge_not_found');
  });
});

describe('reversing an adjustment (killbill#1949)', () => {
  it('asks for the whole charge again, and waiting credit meets it', () => {
    const paid = after(owing(), pay(owing(), { amountMinor: 12_000n }));
    const lowered = after(paid, adjust(paid));
    const facts = reverseAdjusted(lowered);
    expect(facts.map(({ type }) => type)).toEqual(['AdjustmentReversed', 'PaymentAllocated']);
    expect(facts[1]?.data).toMatchObject({
      rule: 'credit_on_release',
      lines: [{ chargeId: idOf('c1'), amountMinor: '3000', effectiveDate: '2026-05-11' }],
    });
    expect(accountTotals(after(lowered, facts))).toMatchObject({
      adjustedMinor: 0n,
      outstandingMinor: 0n,
      creditMinor: 0n,
      netMinor: 0n,
    });
  });

  it('takes back every line of it', () => {
    const two = accountOf(opened, charged('c1', '12000'), charged('c2', '5000'));
    const lowered = after(
      two,
      adjust(two, { target: { feeCode: 'TUITION' }, measure: { basisPoints: 1_000n } }),
    );
    const facts = reverseAdjusted(lowered);
    expect(facts.map(({ data }) => data)).toMatchObject([
      { chargeId: idOf('c1'), amountMinor: '1200' },
      { chargeId: idOf('c2'), amountMinor: '500' },
    ]);
  });

  it('twice is refused the second time, with no effect', () => {
    const lowered = after(owing(), adjust(owing()));
    const reversed = after(lowered, reverseAdjusted(lowered));
    expect(refusalOf(() => reverseAdjusted(reversed))).toMatchObject({
      kind: 'conflict',
      code: 'already_reversed',
    });
  });

  it('of a charge that was cancelled is refused: the cancellation closed it', () => {
    const lowered = after(owing(), adjust(owing()));
    const cancelled = after(lowered, cancel(lowered));
    expect(refusalOf(() => reverseAdjusted(cancelled)).code).toBe('already_cancelled');
  });

  it('is not dated before the adjustment', () => {
    const lowered = after(owing(), adjust(owing()));
    const early = { effectiveDate: day('2026-05-10') };
    expect(refusalOf(() => reverseAdjusted(lowered, early)).extra).toEqual({
      earliestDate: '2026-05-11',
    });
  });

  it('that does not exist is not found', () => {
    expect(refusalOf(() => reverseAdjusted(owing())).code).toBe('adjustment_not_found');
  });
});
