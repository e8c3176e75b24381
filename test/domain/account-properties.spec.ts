// Whatever commands come in whatever order, however far back-dated: the invariants hold now and as of
// every day. fast-check prints the seed and the shortest failing history.
import fc from 'fast-check';
import { AppError } from '../../src/kernel/app-error.js';
import type { NewFact } from '../../src/kernel/fact.js';
import { plusDays, type LocalDate } from '../../src/kernel/local-date.js';
import { abandonPayment } from '../../src/modules/billing/domain/abandon-payment.js';
import { accountAsOf } from '../../src/modules/billing/domain/account-as-of.js';
import { accountTotals, termRows } from '../../src/modules/billing/domain/account-figures.js';
import { chargeTermFees } from '../../src/modules/billing/domain/charge-term-fees.js';
import { BatchRoom } from '../../src/modules/billing/domain/batch-room.js';
import { settle } from '../../src/modules/billing/domain/settle.js';
import type { AccountFact } from '../../src/modules/billing/domain/student-account.events.js';
import { accountFold } from '../../src/modules/billing/domain/student-account.fold.js';
import { assertSoundAsOfAnyDay } from '../../src/modules/billing/domain/student-account.invariants.js';
import type { StudentAccount } from '../../src/modules/billing/domain/student-account.js';
import { TERM, charge, day, idOf, pay, payment, raise } from './account-scenario.js';

const FIRST_DAY = day('2026-01-01');
const RUN = '11aa0000-0000-4000-8000-0000000000aa';

/** One command: how many days have passed since the one before, how far back it takes effect. */
interface Step {
  readonly what: 'charge' | 'payment' | 'held' | 'explicit' | 'run' | 'abandon';
  readonly daysPassed: number;
  readonly daysBack: number;
  readonly amountMinor: number;
  readonly dueInDays: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(
    'charge',
    'charge',
    'payment',
    'payment',
    'held',
    'explicit',
    'run',
    'abandon',
  ),
  daysPassed: fc.nat(3),
  daysBack: fc.nat(6),
  amountMinor: fc.integer({ min: 1, max: 100 }),
  dueInDays: fc.integer({ min: -3, max: 9 }),
});

interface When {
  readonly n: number;
  readonly today: LocalDate;
  readonly effectiveDate: LocalDate;
}

function decide(account: StudentAccount, of: Step, when: When): NewFact<AccountFact>[] {
  const { n, today, effectiveDate } = when;
  const amountMinor = BigInt(of.amountMinor);
  const dueOn = plusDays(today, of.dueInDays);
  const money = { paymentId: idOf(`p${n}`), amountMinor, today, effectiveDate };
  switch (of.what) {
    case 'charge':
      return raise(account, { chargeId: idOf(`c${n}`), amountMinor, dueOn, today, effectiveDate });
    case 'payment':
      return pay(account, money);
    case 'held':
      return pay(account, { ...money, holdCredit: true });
    case 'explicit':
      return pay(account, { ...money, allocations: sharesOf(account, amountMinor) });
    case 'run': {
      const fee = { feeCode: `F${n % 4}`, description: 'Fee', amountMinor, dueOn, priority: n % 3 };
      const term = { termId: TERM, chargeRunId: RUN, feeScheduleVersion: 1, fees: [fee] };
      return chargeTermFees(account, { ...charge({ today, effectiveDate }), ...term });
    }
    case 'abandon':
      return abandonPayment(account, {
        ...payment({ today }),
        paymentId: idOf(`q${n}`),
        byPaymentId: idOf(`p${n}`),
      });
  }
}

/** Half of the payment for the charge raised last: often too much, then refused. */
function sharesOf(account: StudentAccount, amountMinor: bigint) {
  const last = [...account.charges.keys()].at(-1);
  return last === undefined ? [] : [{ chargeId: last, amountMinor: amountMinor / 2n + 1n }];
}

/** Facts of the accepted commands; a refused one changes nothing at all. */
function historyOf(steps: readonly Step[]): { facts: AccountFact[]; lastDay: LocalDate } {
  const facts: AccountFact[] = [];
  let account = accountFold.initialState;
  let today = FIRST_DAY;
  for (const [n, of] of steps.entries()) {
    today = plusDays(today, of.daysPassed);
    const back = plusDays(today, -of.daysBack);
    const when = { n, today, effectiveDate: back < FIRST_DAY ? FIRST_DAY : back };
    for (const fact of accepted(() => decide(account, of, when))) {
      account = accountFold.evolve(account, fact);
      facts.push(fact);
    }
    accountFold.assertInvariants(account);
  }
  return { facts, lastDay: today };
}

function accepted(decision: () => NewFact<AccountFact>[]): NewFact<AccountFact>[] {
  try {
    return decision();
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

function fold(facts: readonly AccountFact[]): StudentAccount {
  return facts.reduce((state, fact) => accountFold.evolve(state, fact), accountFold.initialState);
}

describe('any history of an account', () => {
  const histories = fc.array(step, { maxLength: 40 });

  it('keeps the invariants after each command and as of every day', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const { facts, lastDay } = historyOf(steps);
        for (let asOf = FIRST_DAY; asOf <= lastDay; asOf = plusDays(asOf, 1)) {
          expect(() => assertSoundAsOfAnyDay(accountAsOf(facts, asOf))).not.toThrow();
        }
      }),
      { numRuns: 300 },
    );
  });

  it('adds up: rows of the terms − credit = net, and as of the last day it is the live account', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const { facts, lastDay } = historyOf(steps);
        const totals = accountTotals(fold(facts));
        const rows = termRows(fold(facts)).reduce((sum, row) => sum + row.outstandingMinor, 0n);
        expect(rows - totals.creditMinor).toBe(totals.netMinor);
        expect(accountAsOf(facts, lastDay)).toEqual(fold(facts));
      }),
      { numRuns: 100 },
    );
  });

  it('is settled: nothing is left for the last rule to do', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const account = fold(historyOf(steps).facts);
        expect(settle(account, 'oldest_due', new BatchRoom([]))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is folded without changing any state on the way', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const { facts } = historyOf(steps);
        const half = fold(facts.slice(0, facts.length / 2));
        const before = structuredClone(half);
        facts.slice(facts.length / 2).reduce((s, fact) => accountFold.evolve(s, fact), half);
        expect(half).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });
});
