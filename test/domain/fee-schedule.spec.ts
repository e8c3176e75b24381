import {
  feeScheduleFold,
  feesForClass,
  publishFeeSchedule,
  type FeeLine,
  type FeeSchedule,
} from '../../src/modules/billing/domain/fee-schedule.js';
import { TERM, day, refusalOf } from './account-scenario.js';

const tuition: FeeLine = {
  feeCode: 'TUITION',
  description: 'Tuition',
  amountMinor: 45_000n,
  dueOn: [day('2026-05-31')],
  priority: 100,
};

function publish(before: FeeSchedule, ...lines: readonly FeeLine[]): FeeSchedule {
  const facts = publishFeeSchedule(before, { termId: TERM, currency: 'USD', lines });
  return facts.reduce((state, fact) => feeScheduleFold.evolve(state, fact), before);
}

const none = feeScheduleFold.initialState;

describe('a fee schedule', () => {
  it('is published as a whole, with a version that runs from 1', () => {
    const published = { termId: TERM, currency: 'USD', lines: [{ ...tuition, class: '7A' }] };
    expect(publishFeeSchedule(none, published)).toEqual([
      {
        type: 'FeeSchedulePublished',
        data: {
          termId: TERM,
          version: '1',
          currency: 'USD',
          lines: [
            {
              class: '7A',
              feeCode: 'TUITION',
              description: 'Tuition',
              amountMinor: '45000',
              dueOn: '2026-05-31',
              priority: '100',
            },
          ],
        },
      },
    ]);
    const first = publish(none, tuition);
    expect(publish(first, { ...tuition, amountMinor: 46_000n }).version).toBe(2);
  });

  it('is not published again when nothing changed', () => {
    expect(publish(publish(none, tuition), tuition).version).toBe(1);
  });

  it('lets the line of a class beat the line for every class', () => {
    const schedule = publish(
      none,
      tuition,
      { ...tuition, class: '7A', amountMinor: 50_000n },
      { ...tuition, feeCode: 'BUS', amountMinor: 9_000n },
    );
    const of = (name: string) =>
      feesForClass(schedule, name).map((fee) => [fee.feeCode, fee.amountMinor]);
    expect(of('7A')).toEqual([
      ['TUITION', 50_000n],
      ['BUS', 9_000n],
    ]);
    expect(of('7B')).toEqual([
      ['TUITION', 45_000n],
      ['BUS', 9_000n],
    ]);
  });

  it('splits an amount over instalments by largest remainder: 1000 over 3 is 334, 333, 333', () => {
    const dueOn = [day('2026-05-31'), day('2026-06-30'), day('2026-07-31')];
    const schedule = publish(none, { ...tuition, amountMinor: 1_000n, dueOn });
    expect(feesForClass(schedule, '7A')).toMatchObject([
      { amountMinor: 334n, dueOn: '2026-05-31', instalment: { no: 1, of: 3 } },
      { amountMinor: 333n, dueOn: '2026-06-30', instalment: { no: 2, of: 3 } },
      { amountMinor: 333n, dueOn: '2026-07-31', instalment: { no: 3, of: 3 } },
    ]);
  });
});

describe('a fee schedule is refused', () => {
  it('with a fee code twice for one class, and accepted with it in two classes', () => {
    const refusal = refusalOf(() => publish(none, tuition, { ...tuition, amountMinor: 1n }));
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'duplicate_fee_line' });
    expect(publish(none, tuition, { ...tuition, class: '7A' }).lines).toHaveLength(2);
  });

  it('with an amount smaller than its number of instalments', () => {
    const dueOn = [day('2026-05-31'), day('2026-06-30')];
    const refusal = refusalOf(() => publish(none, { ...tuition, amountMinor: 1n, dueOn }));
    expect(refusal.code).toBe('amount_out_of_range');
  });

  it('with more than 2 000 lines', () => {
    const lines = Array.from({ length: 2_001 }, (_, n) => ({ ...tuition, feeCode: `F${n}` }));
    expect(refusalOf(() => publish(none, ...lines)).code).toBe('too_many_lines');
  });

  it('when it would not fit into one append', () => {
    const lines = Array.from({ length: 2_000 }, (_, n) => ({
      ...tuition,
      feeCode: `F${n}`,
      description: 'é'.repeat(100),
    }));
    expect(refusalOf(() => publish(none, ...lines)).code).toBe('too_many_lines');
  });
});
