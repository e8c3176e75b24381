// A parked student is mended from the log: afterwards the read models are what they would be if nobody
// had ever been parked, whatever the projector does meanwhile.
import type { NewFact } from '../../src/kernel/fact.js';
import { createReadModelGroup } from '../../src/projections/read-model-group.js';
import { unpark } from '../../src/projections/rebuild/unpark.js';
import type { EventOf } from '../../src/projections/runner/projected-event.js';
import type { ReadModel } from '../../src/projections/runner/read-model.js';
import { Books, idOf, TERM_ID } from './books.js';
import { ProjectionDatabase, until } from './projector.js';

const MOYO = idOf('Moyo');
const DUBE = idOf('Dube');
const RUN = idOf('run');

describe('unpark', () => {
  let database: ProjectionDatabase;
  let books: Books;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
  });
  beforeEach(() => {
    books = new Books().openSchool();
    for (const name of ['Moyo', 'Dube']) {
      const student = books.register(name);
      books.charge(student, 'TUITION', 8_000n);
    }
    frozenRun(books);
    books.issueReceipt(MOYO, books.pay(MOYO, '1', 5_000n), 5_000n);
  });
  afterEach(() => database.reset());
  afterAll(() => database.drop());

  const unparked = (student = MOYO) =>
    unpark(
      {
        store: books.log,
        pool: database.pool,
        decoder: database.decoder(books),
        models: createReadModelGroup(),
      },
      student,
    );
  const parked = async () => {
    const { rows } = await database.pool.query<{ id: string }>(
      'select student_id as id from rm_1.parked',
    );
    return rows.map(({ id }) => id);
  };
  /** What is there without anybody parked: the same log, from its start. */
  const fresh = async () => {
    const other = await ProjectionDatabase.create();
    try {
      await other.rebuilt(books);
      return await other.contents();
    } finally {
      await other.drop();
    }
  };

  it('after a release that can apply the event makes the rows as if it always could', async () => {
    const createModels = () => [...createReadModelGroup(), stumblingOver('700')];
    database.startRunner(books.log, books, { createModels });
    books.pay(MOYO, '2', 700n);
    books.pay(MOYO, '3', 800n);
    books.pay(DUBE, '2', 1_000n);
    await database.untilIndex(books.log.events.length);
    expect(await parked()).toEqual([MOYO]);
    await database.stopRunners();

    const { again } = await unparked();

    expect(again).toBeUndefined();
    expect(await parked()).toEqual([]);
    expect(await database.contents()).toEqual(await fresh());
  });

  it('fences the projector, which goes on with that student and loses nothing', async () => {
    const createModels = () => [...createReadModelGroup(), stumblingOver('700')];
    const first = database.startRunner(books.log, books, { createModels });
    books.pay(MOYO, '2', 700n);
    await database.untilIndex(books.log.events.length);
    await first.stop();
    database.startRunner(books.log, books);
    await until('it leads', () => database.logger.lines.includes('this process leads'));
    const paying = (async () => {
      for (let n = 3; n < 40; n += 1) {
        books.pay(MOYO, `${n}`, 10n);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();

    await unparked();
    await paying;
    await database.untilIndex(books.log.events.length);

    expect(await database.contents()).toEqual(await fresh());
  });

  it('says where the student is parked again when an event still can’t be applied', async () => {
    books.write(`studentAccount-${MOYO}`, POISON);
    database.startRunner(books.log, books);
    await database.untilIndex(books.log.events.length);

    const { again } = await unparked();

    expect(again).toMatchObject({ studentId: MOYO, type: 'PaymentAllocated' });
    expect(await parked()).toEqual([MOYO]);
  });

  it('of a student whose event was discarded goes on behind it', async () => {
    const { stream, revision } = books.write(`studentAccount-${MOYO}`, POISON);
    database.startRunner(books.log, books);
    await database.untilIndex(books.log.events.length);
    books.write('operations-main', {
      type: 'ParkedEventDiscarded',
      data: { stream, revision: `${revision}`, reasonCode: 'contradictory' },
    });
    await database.untilIndex(books.log.events.length);

    const { again } = await unparked();

    expect(again).toBeUndefined();
    expect(await database.contents()).toEqual(await fresh());
  });

  it('of a student who is not parked is refused', async () => {
    database.startRunner(books.log, books);
    await database.untilIndex(books.log.events.length);

    await expect(unparked(DUBE)).rejects.toMatchObject({ code: 'not_parked' });
  });

  it('on another log changes nothing', async () => {
    books.write(`studentAccount-${MOYO}`, POISON);
    database.startRunner(books.log, books);
    await database.untilIndex(books.log.events.length);
    await database.stopRunners();
    const before = await database.contents();
    books = new Books().openSchool();

    await expect(unparked()).rejects.toMatchObject({ code: 'projector_stopped' });

    expect(await database.contents()).toEqual(before);
    expect(await parked()).toEqual([MOYO]);
  });
});

const POISON: NewFact = {
  type: 'PaymentAllocated',
  data: {
    paymentId: idOf('p'),
    lines: [
      { allocationId: '9', chargeId: idOf('x'), amountMinor: '1', effectiveDate: '2026-06-02' },
    ],
    currency: 'USD',
    rule: 'explicit',
  },
};

/** A release with a mistake: it can't apply payments of one amount. */
function stumblingOver(amountMinor: string): ReadModel {
  return {
    tables: [],
    on: {
      PaymentRecorded: ({ data }: EventOf<'PaymentRecorded'>) => {
        if (data.amountMinor === amountMinor) throw new Error('a mistake of this release');
      },
    },
  };
}

/** A charge run that waits for both students. */
function frozenRun(books: Books): void {
  const students = [MOYO, DUBE].map((studentId) => ({
    studentId,
    expectedNetMinor: '100',
    lines: [],
  }));
  books.write(`chargeRun-${RUN}`, {
    type: 'ChargeRunPlanned',
    data: {
      termId: TERM_ID,
      effectiveDate: '2026-05-05',
      feeScheduleVersion: '1',
      digest: 'd'.repeat(64),
      students: '2',
      lines: '2',
      totalMinor: '200',
      plannedAtIndex: '4',
    },
  });
  books.write(`chargeRun-${RUN}`, {
    type: 'ChargeRunChunkFrozen',
    data: { chunk: '1', of: '1', students },
  });
  books.write(`chargeRun-${RUN}`, {
    type: 'ChargeRunStudentFailed',
    data: { studentId: MOYO, code: 'student_withdrawn' },
  });
}
