import { paymentIdOf } from '../../src/kernel/ids.js';
import { abandonPayment, fateOf } from '../../src/modules/billing/domain/abandon-payment.js';
import { accountTotals } from '../../src/modules/billing/domain/account-figures.js';
import { paymentAttemptOf } from '../../src/modules/billing/domain/record-payment.js';
import {
  STUDENT,
  accountOf,
  after,
  charged,
  day,
  idOf,
  opened,
  pay,
  refusalOf,
} from './account-scenario.js';

describe('recording a payment', () => {
  it('opens the account with the first fact and keeps an unpaid amount as credit', () => {
    expect(pay(accountOf())).toEqual([
      {
        type: 'AccountOpened',
        data: { studentId: STUDENT, currency: 'USD', openedOn: '2026-05-11' },
      },
      {
        type: 'PaymentRecorded',
        data: {
          paymentId: idOf('p1'),
          amountMinor: '8000',
          currency: 'USD',
          method: 'cash',
          effectiveDate: '2026-05-11',
          holdCredit: false,
          receiptBook: '2026',
        },
        subjectId: STUDENT,
      },
    ]);
  });

  it('pays a charge in part, in the same batch', () => {
    const facts = pay(accountOf(opened, charged('c1', '12000')));

    expect(facts.map((fact) => fact.type)).toEqual(['PaymentRecorded', 'PaymentAllocated']);
    expect(facts[1]?.data).toEqual({
      paymentId: idOf('p1'),
      lines: [
        {
          allocationId: '1',
          chargeId: idOf('c1'),
          amountMinor: '8000',
          effectiveDate: '2026-05-11',
        },
      ],
      currency: 'USD',
      rule: 'oldest_due',
    });
  });

  it('seals payer, note and reference text, and writes the digest of the reference in clear', () => {
    const reference = { provider: 'ecocash', digest: '9a41', last4: '7731' };
    const secret = { payer: 'T. Moyo', referenceText: 'MP-7731' };

    const [, recorded] = pay(accountOf(), { reference, secret });

    expect(recorded).toMatchObject({ data: { reference }, secret, subjectId: STUDENT });
    expect(JSON.stringify(recorded?.data)).not.toContain('Moyo');
  });

  it('pays the oldest due date first, then the lower priority number, then the lower id', () => {
    const account = accountOf(
      opened,
      charged('c4', '1000', { dueOn: day('2026-02-28') }),
      charged('c3', '1000', { dueOn: day('2026-01-31'), priority: '100' }),
      charged('c2', '1000', { dueOn: day('2026-01-31'), priority: '100' }),
      charged('c1', '1000', { dueOn: day('2026-01-31'), priority: '50' }),
    );

    const [, allocated] = pay(account, { amountMinor: 3_500n });

    expect(allocated?.data).toMatchObject({
      lines: [
        { allocationId: '1', chargeId: idOf('c1'), amountMinor: '1000' },
        { allocationId: '2', chargeId: idOf('c2'), amountMinor: '1000' },
        { allocationId: '3', chargeId: idOf('c3'), amountMinor: '1000' },
        { allocationId: '4', chargeId: idOf('c4'), amountMinor: '500' },
      ],
    });
  });

  it('follows an explicit list, then lets what is left meet the oldest due charge', () => {
    const account = accountOf(
      opened,
      charged('c1', '5000', { dueOn: day('2026-01-31') }),
      charged('c2', '5000', { dueOn: day('2026-02-28') }),
    );

    const facts = pay(account, { allocations: [{ chargeId: idOf('c2'), amountMinor: 5_000n }] });

    expect(facts.slice(1).map((fact) => fact.data)).toEqual([
      expect.objectContaining({
        rule: 'explicit',
        lines: [expect.objectContaining({ allocationId: '1', chargeId: idOf('c2') })],
      }),
      expect.objectContaining({
        rule: 'oldest_due',
        lines: [
          expect.objectContaining({
            allocationId: '2',
            chargeId: idOf('c1'),
            amountMinor: '3000',
          }),
        ],
      }),
    ]);
  });

  it('never loses an overpayment: it becomes credit', () => {
    const account = accountOf(opened, charged('c1', '5000'));

    const totals = accountTotals(after(account, pay(account)));

    expect(totals).toMatchObject({
      paidMinor: 8_000n,
      outstandingMinor: 0n,
      creditMinor: 3_000n,
      netMinor: -3_000n,
    });
  });

  it('leaves held money beside what is outstanding', () => {
    const account = accountOf(opened, charged('c1', '5000'));

    const facts = pay(account, { holdCredit: true });

    expect(facts.map((fact) => fact.type)).toEqual(['PaymentRecorded']);
    expect(accountTotals(after(account, facts))).toMatchObject({
      outstandingMinor: 5_000n,
      creditMinor: 8_000n,
      freeCreditMinor: 0n,
      netMinor: -3_000n,
    });
  });

  it('dates an allocation when both payment and charge were there', () => {
    const account = accountOf(opened, charged('c1', '5000', { effectiveDate: day('2026-03-01') }));

    const [, early] = pay(account, { effectiveDate: day('2026-02-01') });
    const [, late] = pay(account, { effectiveDate: day('2026-04-01') });

    expect(early?.data).toMatchObject({ lines: [{ effectiveDate: '2026-03-01' }] });
    expect(late?.data).toMatchObject({ lines: [{ effectiveDate: '2026-04-01' }] });
  });
});

describe('a payment is refused', () => {
  const account = accountOf(opened, charged('c1', '5000'), charged('c2', '5000'));
  const shares = (...amounts: [string, bigint][]) => ({
    allocations: amounts.map(([c, amountMinor]) => ({ chargeId: idOf(c), amountMinor })),
  });

  it('with a date after today', () => {
    const refusal = refusalOf(() => pay(account, { effectiveDate: day('2026-05-12') }));
    expect(refusal).toMatchObject({ kind: 'rule_violated', code: 'date_in_future' });
  });

  it('with a date in closed books, naming the next open date', () => {
    const closedThrough = day('2026-04-30');
    const effectiveDate = day('2026-04-30');
    expect(refusalOf(() => pay(account, { closedThrough, effectiveDate }))).toMatchObject({
      kind: 'conflict',
      code: 'period_closed',
      extra: { nextOpenDate: '2026-05-01' },
    });
    expect(pay(account, { closedThrough, effectiveDate: day('2026-05-01') })).toHaveLength(2);
  });

  it('when its list adds up to more than the payment', () => {
    const list = shares(['c1', 5_000n], ['c2', 3_001n]);
    const refusal = refusalOf(() => pay(account, list));
    expect(refusal).toMatchObject({ kind: 'rule_violated', code: 'allocation_exceeds' });
  });

  it('when one charge would get more than is outstanding, in one line or two', () => {
    expect(refusalOf(() => pay(account, shares(['c1', 5_001n]))).code).toBe('allocation_exceeds');
    const twice = shares(['c1', 3_000n], ['c1', 2_001n]);
    expect(refusalOf(() => pay(account, twice)).code).toBe('allocation_exceeds');
  });

  it('when its list names a charge of nobody here', () => {
    const refusal = refusalOf(() => pay(account, shares(['c9', 1n])));
    expect(refusal).toMatchObject({ kind: 'not_found', code: 'charge_not_found' });
  });

  it('in another currency than the account has', () => {
    const refusal = refusalOf(() => pay(account, { currency: 'EUR' }));
    expect(refusal).toMatchObject({ kind: 'conflict', code: 'currency_mismatch' });
  });
});

describe('a payment that was fenced off', () => {
  const commandId = '0b7e0000-0000-4000-8000-00000000c0de';
  const own = { commandId, studentId: STUDENT };
  const first = paymentIdOf({ ...own, attempt: 0 });
  const holder = { studentId: STUDENT, currency: 'USD', today: day('2026-05-11') };
  const fence = { ...holder, paymentId: first, byPaymentId: idOf('p2') };

  it('can never be recorded: its command goes on as the next attempt', () => {
    expect(paymentAttemptOf(accountOf(), own)).toEqual({ attempt: 0, paymentId: first });
    const account = after(accountOf(), abandonPayment(accountOf(), fence));
    expect(fateOf(account, first)).toBe('abandoned');
    expect(paymentAttemptOf(account, own).attempt).toBe(1);
    expect(() => after(account, pay(account, { paymentId: first }))).toThrow(/abandoned/);
  });

  it('is fenced off once, and never when it is recorded', () => {
    const account = after(accountOf(), pay(accountOf(), { paymentId: first }));
    expect(fateOf(account, first)).toBe('recorded');
    expect(abandonPayment(account, fence)).toEqual([]);
    const fenced = after(accountOf(), abandonPayment(accountOf(), fence));
    expect(abandonPayment(fenced, fence)).toEqual([]);
  });

  it('opens the account when nothing stood there', () => {
    expect(abandonPayment(accountOf(), fence).map((fact) => fact.type)).toEqual([
      'AccountOpened',
      'PaymentAbandoned',
    ]);
  });
});
