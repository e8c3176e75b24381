// The list under random writes, with kept pages and without: every answer is the fold of the log up to
// the position that it names, whatever happens to the projector meanwhile. A failing run names its seed.
import { AppError } from '../../src/kernel/app-error.js';
import type { Uuid } from '../../src/kernel/ids.js';
import {
  accountTotals,
  paymentStatusOf,
  termRows,
} from '../../src/modules/billing/domain/account-figures.js';
import type { AccountFact } from '../../src/modules/billing/domain/student-account.events.js';
import { accountFold } from '../../src/modules/billing/domain/student-account.fold.js';
import type { StudentAccount } from '../../src/modules/billing/domain/student-account.js';
import { ReadModelProgress } from '../../src/projections/consistency/read-model-progress.js';
import { createReadModelGroup } from '../../src/projections/read-model-group.js';
import { ReadModels } from '../../src/projections/read-models.js';
import { listStatements } from '../../src/projections/student-directory/student-list.statement.js';
import {
  StudentListQueries,
  type PageContent,
  type StudentPage,
} from '../../src/projections/student-directory/student-list.queries.js';
import { StudentPages } from '../../src/projections/student-directory/student-pages.js';
import { Books, idOf, TERM_ID } from './books.js';
import { Bursar } from './corrections.js';
import { LogLines, ProjectionDatabase, until } from './projector.js';
import { randomFrom } from './random.js';

const SEEDS = 12;
const STEPS = 60;
const NAMES = ['Banda', 'Dube', 'Moyo', 'Ncube', 'Phiri', 'Sibanda'];

class CountedPages extends StudentPages<PageContent> {
  given = 0;

  override find(key: string) {
    const found = super.find(key);
    if (found !== undefined) this.given += 1;
    return found;
  }
}

describe('the list of students', () => {
  let database: ProjectionDatabase;
  let progress: ReadModelProgress;
  let pages: CountedPages;
  let students: StudentListQueries;
  /** Kept pages over all seeds: in a single one the projector may be cut off all the time. */
  let given = 0;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
  });
  beforeEach(() => {
    progress = new ReadModelProgress({ connectionString: database.url, logger: new LogLines() });
    pages = new CountedPages();
    progress.onNotice((notice) => pages.heard(notice));
    students = new StudentListQueries(new ReadModels(database.pool), pages);
    progress.start();
  });
  afterEach(async () => {
    await progress.stop();
    await database.reset();
  });
  afterAll(() => database.drop());

  for (let seed = 1; seed <= SEEDS; seed += 1) {
    it(`is the fold of the log up to its position, also from a kept page: seed ${seed}`, async () => {
      const books = new Books().openSchool();
      for (const name of NAMES.slice(0, 3)) books.register(name);
      database.startRunner(books.log, books);
      await until('notices come', () => progress.index >= 4);
      const random = randomFrom(seed);
      const answers: StudentPage[] = [];

      for (let step = 0; step < STEPS; step += 1) {
        if (random(3) === 0) await write(books, { step, random });
        answers.push(await students.list({ limit: 4 }));
        if (random(2) === 0) await new Promise((resolve) => setTimeout(resolve, random(12)));
      }
      await database.untilIndex(books.log.events.length);
      await until('all is told', () => progress.index === books.log.events.length);
      answers.push(await students.list({ limit: 4 }));

      expect(answers.at(-1)?.position).toBe(books.log.events.length);
      for (const answer of answers) {
        expect({ seed, at: answer.position, list: shown(answer) }).toEqual({
          seed,
          at: answer.position,
          list: folded(books, answer.position),
        });
      }
      given += pages.given;
    });
  }

  it('was answered from kept pages too', () => {
    expect(given).toBeGreaterThan(0);
  });

  async function write(
    books: Books,
    { step, random }: { step: number; random: (n: number) => number },
  ): Promise<void> {
    const name = NAMES[random(3)] ?? 'Moyo';
    const kind = random(16);
    if (kind >= 12) correct(books, idOf(name), { step, random });
    else if (kind < 4) books.pay(idOf(name), `${step}`, BigInt(1 + random(9_000)));
    else if (kind < 8) books.charge(idOf(name), `F${step}`, BigInt(1 + random(9_000)));
    else if (kind === 8) registerNext(books);
    else if (kind === 9) await cutOff();
    else if (kind === 10) await database.rebuilt(books);
    else books.log.drop();
  }

  /** Something of what is there, if it can be: what is refused changes nothing. */
  function correct(
    books: Books,
    studentId: Uuid,
    { step, random }: { step: number; random: (n: number) => number },
  ): void {
    const bursar = new Bursar(books, studentId);
    const n = random(step + 1);
    const acts = [
      () => bursar.cancel(`F${n}`, '08-01'),
      () => bursar.waive(`W${step}`, `F${n}`, 50n, '08-01'),
      () => bursar.reverse(`payment ${n}`, '08-01'),
      () => bursar.refund(`R${step}`, `payment ${n}`, 10n, '08-01'),
      () => bursar.hold(`payment ${n}`, random(2) === 0),
    ];
    try {
      acts[random(acts.length)]?.();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }

  function registerNext(books: Books): void {
    const known = new Set(books.log.events.map(({ stream }) => stream));
    const next = NAMES.find((name) => !known.has(`student-${idOf(name)}`));
    if (next !== undefined) books.register(next);
  }

  /** Of the notices alone. */
  async function cutOff(): Promise<void> {
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'bursar-progress' and datname = current_database()`,
    );
  }
});

describe('the tables that the list reads', () => {
  it('all say what a changed row means for it', () => {
    const { statements } = listStatements({
      termId: undefined,
      rows: 51,
      now: new Date('2026-07-16T12:00:00Z'),
      patterns: [],
      class: undefined,
      status: undefined,
      paymentStatus: 'CREDIT',
      sort: 'name',
      after: undefined,
    });
    const { items, term } = statements('rm_1');
    const read = new Set([...`${items} ${term}`.matchAll(/rm_1\.(\w+)/g)].map(([, name]) => name));

    const tables = createReadModelGroup().flatMap((model) => [...model.tables]);
    const marked = tables.filter(({ listed }) => listed !== undefined).map(({ name }) => name);
    expect(read).toEqual(new Set(marked));
  });
});

function shown({ items }: StudentPage) {
  return items.map(({ familyName, balance, netMinor }) => ({
    familyName,
    paymentStatus: balance.paymentStatus,
    outstandingMinor: balance.outstandingMinor,
    creditMinor: balance.creditMinor,
    netMinor,
  }));
}

/** The first four students by name, from the events up to a position alone. */
function folded(books: Books, position: number) {
  const events = books.log.events.slice(0, position);
  const registered = NAMES.filter((name) =>
    events.some(({ stream }) => stream === `student-${idOf(name)}`),
  );
  return registered.slice(0, 4).map((familyName) => {
    const facts = events.filter(({ stream }) => stream === `studentAccount-${idOf(familyName)}`);
    const account = (facts as unknown as AccountFact[]).reduce(
      (state, fact) => accountFold.evolve(state, fact),
      accountFold.initialState,
    );
    const { freeCreditMinor, outstandingMinor, creditMinor, netMinor } = accountTotals(account);
    const term = termRows(account).find(({ termId }) => termId === TERM_ID);
    const paymentStatus =
      term === undefined
        ? 'NOT_CHARGED'
        : paymentStatusOf({
            ...term,
            chargeCount: countingIn(account, term.termId),
            allocatedMinor: term.paidMinor,
            freeCreditMinor,
          });
    return { familyName, paymentStatus, outstandingMinor, creditMinor, netMinor };
  });
}

/** A cancelled charge is none. */
function countingIn(account: StudentAccount, termId: Uuid | undefined): number {
  const charges = [...account.charges.values()].filter((charge) => charge.termId === termId);
  return charges.filter(({ cancelledOn }) => cancelledOn === undefined).length;
}
