import type { AccountFact } from '../../src/modules/billing/domain/student-account.events.js';
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
  raise,
  refusalOf,
} from './account-scenario.js';

const RUN = '11aa0000-0000-4000-8000-0000000000aa';

const tuition = {
  feeCode: 'TUITION',
  description: 'Tuition',
  amountMinor: 1_000n,
  dueOn: day('2026-06-30'),
  priority: 100,
};
const bus = { ...tuition, feeCode: 'BUS', description: 'Bus', amountMinor: 300n };

const run = (...fees: Parameters<typeof chargeTermFees>[1]['fees']) => ({
  studentId: STUDENT,
  currency: 'USD',
  today: day('2026-05-11'),
  termId: TERM,
  effectiveDate: day('2026-05-04'),
  chargeRunId: RUN,
  feeScheduleVersion: 3,
  fees,
});

describe('a charge by hand', () => {
  it('counts from its effective date and is due on its own', () => {
    expect(raise(accountOf(opened))).toEqual([
      {
        type: 'ChargeRaised',
        data: {
          chargeId: idOf('c1'),
          kind: 'ad_hoc',
          termId: TERM,
          feeCode: 'TRIP',
          description: 'Trip to the museum',
          amountMinor: '12000',
          currency: 'USD',
          effectiveDate: '2026-05-11',
          dueOn: '2026-06-30',
          priority: '100',
        },
      },
    ]);
  });

  it('meets waiting credit at once, the oldest payment first', () => {
    const paid = after(accountOf(), pay(accountOf(), { paymentId: idOf('p2') }));
    const older = { paymentId: idOf('p1'), effectiveDate: day('2026-05-01'), amountMinor: 500n };
    const account = after(paid, pay(paid, older));

    const facts = raise(account, { amountMinor: 6_000n });

    expect(facts.slice(1).map((fact) => fact.data)).toEqual([
      expect.objectContaining({
        paymentId: idOf('p1'),
        rule: 'credit_on_charge',
        lines: [expect.objectContaining({ allocationId: '1', amountMinor: '500' })],
      }),
      expect.objectContaining({
        paymentId: idOf('p2'),
        lines: [expect.objectContaining({ allocationId: '2', amountMinor: '5500' })],
      }),
    ]);
    expect(accountTotals(after(account, facts)).netMinor).toBe(-2_500n);
  });

  it('is refused in the future and in closed books', () => {
    const account = accountOf(opened);
    const future = refusalOf(() => raise(account, { effectiveDate: day('2026-05-12') }));
    expect(future.code).toBe('date_in_future');
    const closed = { closedThrough: day('2026-05-11') };
    expect(refusalOf(() => raise(account, closed)).extra).toEqual({ nextOpenDate: '2026-05-12' });
  });

  it('is refused when the account is full', () => {
    const facts: AccountFact[] = [opened];
    for (let n = 0; n < 5_000; n += 1) facts.push(charged(`x${n}`, '1'));
    expect(refusalOf(() => raise(accountOf(...facts))).code).toBe('too_many_charges');
  });
});

describe('the fees of a term', () => {
  it('are raised once: a second run over the same fees charges nothing', () => {
    const facts = chargeTermFees(accountOf(), run(tuition, bus));

    expect(facts.map((fact) => fact.type)).toEqual([
      'AccountOpened',
      'ChargeRaised',
      'ChargeRaised',
    ]);
    expect(facts[1]?.data).toEqual({
      chargeId: 'a1dad7df-9ba0-5cb5-88d7-ccd5b6cb0d04',
      kind: 'term_fee',
      termId: TERM,
      feeCode: 'TUITION',
      description: 'Tuition',
      amountMinor: '1000',
      currency: 'USD',
      effectiveDate: '2026-05-04',
      dueOn: '2026-06-30',
      priority: '100',
      chargeRunId: RUN,
      feeScheduleVersion: '3',
    });
    expect(chargeTermFees(after(accountOf(), facts), run(tuition, bus))).toEqual([]);
  });

  it('are raised where they are missing', () => {
    const account = after(accountOf(), chargeTermFees(accountOf(), run(tuition)));
    const facts = chargeTermFees(account, run(tuition, bus));
    expect(facts.map((fact) => fact.data)).toMatchObject([{ feeCode: 'BUS' }]);
  });

  it('are raised beside a charge by hand with the same code', () => {
    const account = accountOf(opened, charged('c1', '500', { feeCode: 'TUITION' }));
    expect(chargeTermFees(account, run(tuition))).toHaveLength(1);
  });

  it('in instalments are charges of their own, and a missing one is filled in', () => {
    const part = (no: number) => ({ ...tuition, amountMinor: 500n, instalment: { no, of: 2 } });
    const account = after(accountOf(), chargeTermFees(accountOf(), run(part(1))));

    const facts = chargeTermFees(account, run(part(1), part(2)));

    expect(facts.map((fact) => fact.data)).toMatchObject([{ instalment: { no: '2', of: '2' } }]);
  });

  it('charged whole are not charged in instalments too, nor in instalments of another split', () => {
    const part = (no: number, of: number) => ({ ...tuition, instalment: { no, of } });
    const whole = after(accountOf(), chargeTermFees(accountOf(), run(tuition)));
    expect(chargeTermFees(whole, run(part(1, 2), part(2, 2)))).toEqual([]);
    const split = after(accountOf(), chargeTermFees(accountOf(), run(part(1, 2))));
    expect(chargeTermFees(split, run(part(1, 3), part(2, 3), part(3, 3)))).toEqual([]);
    expect(chargeTermFees(split, run(tuition))).toEqual([]);
  });
});
