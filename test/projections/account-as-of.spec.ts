// An account as of any day is the fold of what was in effect by then, figure for figure, whatever was
// put right before or after.
import { ManualClock } from '../../src/kernel/clock.js';
import type { Uuid } from '../../src/kernel/ids.js';
import { localDate, plusDays, type LocalDate } from '../../src/kernel/local-date.js';
import { accountAsOf } from '../../src/modules/billing/domain/account-as-of.js';
import {
  accountTotals,
  paymentStatusOf,
  termRows,
} from '../../src/modules/billing/domain/account-figures.js';
import type { AccountFact } from '../../src/modules/billing/domain/student-account.events.js';
import {
  creditOf,
  outstandingOf,
  type StudentAccount,
} from '../../src/modules/billing/domain/student-account.js';
import { AccountQueries, type Account } from '../../src/projections/account/account.queries.js';
import { Books, TERM_ID } from './books.js';
import { ProjectionDatabase } from './projector.js';
import { randomAccount } from './random-account.js';
import { randomFrom } from './random.js';

const STUDENTS = 24;
const STEPS = 60;
const KINDS = 9;

describe('an account as of a day', () => {
  let database: ProjectionDatabase;
  let accounts: AccountQueries;
  const books = new Books().openSchool();
  const students = new Map<number, Uuid>();
  const accepted = new Set<string>();

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
    const noon = new ManualClock(new Date('2026-07-16T12:00:00Z'));
    accounts = new AccountQueries(database.readModels, noon);
    for (let seed = 1; seed <= STUDENTS; seed += 1) {
      const studentId = books.register(`Student ${seed}`);
      students.set(seed, studentId);
      const history = { random: randomFrom(seed), steps: STEPS };
      for (const name of randomAccount(books, studentId, history)) accepted.add(name);
    }
    await database.rebuilt(books);
  });
  afterAll(() => database.drop());

  it('is told of histories in which everything was done that can be', () => {
    expect(accepted.size).toBe(KINDS);
  });

  for (let seed = 1; seed <= STUDENTS; seed += 1) {
    it(`is the fold of what was in effect by then, on every day: seed ${seed}`, async () => {
      const studentId = students.get(seed) ?? '';
      const facts = factsOf(studentId);
      for (const asOf of daysOf(facts)) {
        const account = await accounts.account(studentId, asOf);

        expect({ seed, asOf, ...read(account) }).toEqual({
          seed,
          asOf,
          ...folded(accountAsOf(facts, asOf)),
        });
      }
    });
  }

  it('of the last day and of any later one is the account as it is', async () => {
    for (const studentId of students.values()) {
      const { asOf: _day, ...later } = await accounts.account(studentId, localDate('2030-01-01'));

      const now = await accounts.account(studentId);
      expect({ ...later, lagSeconds: 0 }).toEqual({ ...now, lagSeconds: 0 });
    }
  });

  function factsOf(studentId: Uuid): AccountFact[] {
    const stream = `studentAccount-${studentId}`;
    const events = books.log.events.filter((event) => event.stream === stream);
    return events as unknown as AccountFact[];
  }
});

/** Each day on which something changes, the one before the first among them. */
function daysOf(facts: readonly AccountFact[]): LocalDate[] {
  const days = new Set<LocalDate>([plusDays(localDate('2026-05-05'), -1)]);
  for (const { data } of facts) {
    const lines = 'lines' in data ? data.lines : [data];
    for (const line of lines) if ('effectiveDate' in line) days.add(line.effectiveDate);
  }
  return [...days].toSorted();
}

function read(account: Account) {
  const term = account.terms.find(({ termId }) => termId === TERM_ID);
  return {
    totals: account.totals,
    outsideTerms: account.terms.find(({ termId }) => termId === undefined)?.outstandingMinor ?? 0n,
    term: term && { ...term, termId: undefined, name: undefined },
    charges: account.charges.map(({ id, outstandingMinor, cancelled }) => ({
      id,
      outstandingMinor,
      cancelled,
    })),
    payments: account.payments
      .map(({ id, creditMinor, holdCredit, reversedOn }) => ({
        id,
        creditMinor,
        holdCredit,
        reversedOn,
      }))
      .toReversed(),
    adjustmentsInForce: account.adjustments.filter(({ reversal }) => reversal === undefined).length,
  };
}

function folded(account: StudentAccount): ReturnType<typeof read> {
  const { freeCreditMinor, chargeCount: _count, ...totals } = accountTotals(account);
  const charges = [...account.charges.values()];
  const rows = termRows(account);
  const term = rows.find(({ termId }) => termId === TERM_ID);
  const chargeCount = charges.filter(
    ({ termId, cancelledOn }) => termId === TERM_ID && cancelledOn === undefined,
  ).length;
  return {
    totals,
    outsideTerms: rows.find(({ termId }) => termId === undefined)?.outstandingMinor ?? 0n,
    term: term && {
      chargedMinor: term.chargedMinor,
      cancelledMinor: term.cancelledMinor,
      adjustedMinor: term.adjustedMinor,
      paidMinor: term.paidMinor,
      outstandingMinor: term.outstandingMinor,
      termId: undefined,
      name: undefined,
      paymentStatus: paymentStatusOf({
        ...term,
        chargeCount,
        allocatedMinor: term.paidMinor,
        freeCreditMinor,
      }),
    },
    charges: charges.toSorted(inOrder).map((charge) => ({
      id: charge.chargeId,
      outstandingMinor: outstandingOf(charge),
      cancelled: charge.cancelledOn !== undefined,
    })),
    payments: [...account.payments.values()].map((payment) => ({
      id: payment.paymentId,
      creditMinor: creditOf(payment),
      holdCredit: payment.holdCredit,
      reversedOn: payment.reversedOn,
    })),
    adjustmentsInForce: [...account.adjustments.values()].filter(
      ({ reversedOn }) => reversedOn === undefined,
    ).length,
  };
}

/** Rule 3. */
function inOrder(
  a: { dueOn: string; priority: number; chargeId: string },
  b: { dueOn: string; priority: number; chargeId: string },
): number {
  const text = (x: string, y: string) => (x === y ? 0 : x < y ? -1 : 1);
  return text(a.dueOn, b.dueOn) || a.priority - b.priority || text(a.chargeId, b.chargeId);
}
