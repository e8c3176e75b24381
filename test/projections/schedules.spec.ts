// Seeded random schedules: students, charges, payments and receipts, while subscriptions drop,
// leaders change, connections end and versions are rebuilt. Whatever happens, in the end the read
// models are the fold of the log. A failing run names its seed.
import { systemClock } from '../../src/kernel/clock.js';
import {
  accountTotals,
  paymentStatusOf,
  termRows,
} from '../../src/modules/billing/domain/account-figures.js';
import { AccountQueries } from '../../src/projections/account/account.queries.js';
import { StudentPages } from '../../src/projections/student-directory/student-pages.js';
import { StudentListQueries } from '../../src/projections/student-directory/student-list.queries.js';
import { Books, idOf } from './books.js';
import { ProjectionDatabase } from './projector.js';
import { randomFrom } from './random.js';

const SCHEDULES = 100;
const STEPS = 12;
const STUDENTS = ['Moyo', 'Dube', 'Ncube'];

describe('after any schedule', () => {
  let database: ProjectionDatabase;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
  });
  afterEach(() => database.reset());
  afterAll(() => database.drop());

  for (let block = 0; block < SCHEDULES / 10; block += 1) {
    it(`the read models are the fold of the log: seeds ${block * 10 + 1} to ${block * 10 + 10}`, async () => {
      for (let seed = block * 10 + 1; seed <= block * 10 + 10; seed += 1) {
        const books = await played(seed);
        await database.untilIndex(books.log.events.length);
        for (const name of STUDENTS) {
          const { read, folded } = await bothSides(books, name);
          expect({ seed, ...read }).toEqual({ seed, ...folded });
        }
        await database.reset();
      }
    });
  }

  /** One schedule, up to its last event; the projector may still be behind. */
  async function played(seed: number): Promise<Books> {
    const random = randomFrom(seed);
    const books = new Books().openSchool();
    for (const name of STUDENTS) books.register(name);
    database.startRunner(books.log, books);
    for (let step = 0; step < STEPS; step += 1) {
      const name = STUDENTS[random(3)] ?? 'Moyo';
      const amountMinor = BigInt(1 + random(20_000));
      const kind = random(10);
      if (kind < 3) books.charge(idOf(name), `F${step}`, amountMinor, `2026-06-1${random(10)}`);
      else if (kind < 7) pay(books, name, { step, amountMinor, holdCredit: random(5) === 0 });
      else await disturb(books, random(5));
      if (random(2) === 0) await new Promise((resolve) => setTimeout(resolve, random(6)));
    }
    return books;
  }

  function pay(
    books: Books,
    name: string,
    of: { step: number; amountMinor: bigint; holdCredit: boolean },
  ): void {
    const { amountMinor, holdCredit } = of;
    const paymentId = books.pay(idOf(name), `${of.step}`, amountMinor, { holdCredit });
    if (of.step % 2 === 0) books.issueReceipt(idOf(name), paymentId, amountMinor);
  }

  async function disturb(books: Books, kind: number): Promise<void> {
    if (kind === 0) books.log.drop();
    if (kind === 1) books.log.drop(new Error('reset by peer'));
    if (kind === 2) database.startRunner(books.log, books);
    if (kind === 3) {
      await database.stopRunners();
      database.startRunner(books.log, books);
    }
    if (kind === 4) await database.rebuilt(books);
  }

  /** What readers get of a student, and the same from the fold of the log. */
  async function bothSides(books: Books, name: string) {
    const account = books.account(idOf(name));
    const { freeCreditMinor, chargeCount: _count, ...totals } = accountTotals(account);
    const [term] = termRows(account);
    const paymentStatus =
      term === undefined
        ? 'NOT_CHARGED'
        : paymentStatusOf({ ...term, allocatedMinor: term.paidMinor, freeCreditMinor });
    const paid = [...account.charges.values()].map((c) => [c.chargeId, c.allocatedMinor]);
    const accounts = new AccountQueries(database.readModels, systemClock);
    const found = await accounts.account(idOf(name));
    const students = new StudentListQueries(database.readModels, new StudentPages());
    const [listed] = (await students.list({ q: name, limit: 1 })).items;
    return {
      folded: { name, totals, paymentStatus, paid: new Map(paid as [string, bigint][]) },
      read: {
        name,
        totals: found.totals,
        paymentStatus: listed?.balance.paymentStatus,
        paid: new Map(found.charges.map((charge) => [charge.id, charge.paidMinor])),
      },
    };
  }
});
