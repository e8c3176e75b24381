// How far a charge run is: from its plan, through each student that was charged or failed, to its end;
// and the fees that it charges.
import type { Uuid } from '../../src/kernel/ids.js';
import { localDate } from '../../src/kernel/local-date.js';
import { chargeTermFees } from '../../src/modules/billing/domain/charge-term-fees.js';
import { ChargeRunQueries } from '../../src/projections/charge-run/charge-run.queries.js';
import { FeeScheduleQueries } from '../../src/projections/fee-schedule/fee-schedule.queries.js';
import { Books, idOf, TERM_ID } from './books.js';
import { ProjectionDatabase } from './projector.js';

const RUN_ID = idOf('charge run');
const RUN = `chargeRun-${RUN_ID}`;
const NAMES = ['Moyo', 'Dube', 'Ncube'] as const;

describe('the progress of a charge run', () => {
  let database: ProjectionDatabase;
  let runs: ChargeRunQueries;
  let books: Books;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
    runs = new ChargeRunQueries(database.readModels);
  });

  beforeEach(() => {
    books = new Books().openSchool();
    for (const name of NAMES) books.register(name);
    plan(books);
    database.startRunner(books.log, books);
  });

  afterEach(() => database.reset());
  afterAll(() => database.drop());

  const progress = async () => {
    await database.untilIndex(books.log.events.length);
    return (await runs.progress(RUN_ID)).chargeRun;
  };
  const commit = () =>
    books.write(RUN, { type: 'ChargeRunCommitted', data: { digest: 'a'.repeat(64) } });
  const charge = (name: string, feeCode = 'TUITION', amountMinor = 12_000n) =>
    chargeByRun(books, idOf(name), { feeCode, amountMinor });
  const fail = (name: string) =>
    books.write(RUN, {
      type: 'ChargeRunStudentFailed',
      data: { studentId: idOf(name), code: 'currency_mismatch' },
    });

  it('a plan is no run yet: nobody is through, nothing is charged', async () => {
    expect(await progress()).toEqual({
      id: RUN_ID,
      termId: TERM_ID,
      effectiveDate: '2026-05-05',
      status: 'planned',
      total: 3,
      done: 0,
      failed: 0,
      chargedMinor: 0n,
      plannedAt: new Date('2026-07-16T08:14:02.117Z'),
    });
  });

  it('counts the charged and the failed as done, and the money of the charged alone', async () => {
    commit();
    charge('Moyo');
    fail('Ncube');

    expect(await progress()).toMatchObject({
      status: 'running',
      total: 3,
      done: 2,
      failed: 1,
      chargedMinor: 12_000n,
    });
  });

  it('a student with two charges of the run is one student', async () => {
    commit();
    charge('Moyo');
    charge('Moyo', 'LEVY', 2_500n);

    expect(await progress()).toMatchObject({ done: 1, failed: 0, chargedMinor: 14_500n });
  });

  it('leaves charges out that belong to no run', async () => {
    commit();
    books.charge(idOf('Moyo'), 'LEVY', 2_500n);

    expect(await progress()).toMatchObject({ done: 0, chargedMinor: 0n });
  });

  it('a completed run is done with all, also with those whom it had nothing to charge', async () => {
    commit();
    charge('Moyo');
    fail('Ncube');
    const data = { charged: '1', alreadyCharged: '1', failed: '1', totalMinor: '12000' };
    books.write(RUN, { type: 'ChargeRunCompleted', data });

    expect(await progress()).toMatchObject({
      status: 'completed',
      total: 3,
      done: 3,
      failed: 1,
      chargedMinor: 12_000n,
    });
  });

  it('a plan that was put away is cancelled and charged nobody', async () => {
    books.write(RUN, { type: 'ChargeRunCancelled', data: { reasonCode: 'never_committed' } });

    expect(await progress()).toMatchObject({ status: 'cancelled', done: 0, chargedMinor: 0n });
  });

  it('shows its students in the frozen order, each with what became of it', async () => {
    commit();
    charge('Dube');
    fail('Ncube');
    await progress();

    const { items } = await runs.students(RUN_ID);

    const expected = { givenName: 'Anert', expectedNetMinor: 12_000n };
    expect(items).toEqual([
      { ...expected, ...student('Moyo'), result: 'waiting', chargedMinor: 0n },
      { ...expected, ...student('Dube'), result: 'charged', chargedMinor: 12_000n },
      {
        ...expected,
        ...student('Ncube'),
        result: 'failed',
        failureCode: 'currency_mismatch',
        chargedMinor: 0n,
      },
    ]);
  });

  it('refuses a run that does not exist', async () => {
    await progress();

    await expect(runs.progress(idOf('no run'))).rejects.toMatchObject({
      kind: 'not_found',
      code: 'charge_run_not_found',
    });
  });
});

describe('the fee schedule of a term', () => {
  let database: ProjectionDatabase;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
  });
  afterAll(() => database.drop());

  it('is the version published last, with its amounts as numbers', async () => {
    const books = new Books().openSchool();
    publish(books, '1', [line('TUITION', '11000')]);
    publish(books, '2', [
      line('TUITION', '12000'),
      { ...line('LEVY', '2500'), class: 'Form 2A', instalments: [{ dueOn: '2026-06-16' }] },
    ]);
    database.startRunner(books.log, books);
    await database.untilIndex(6);
    const feeSchedules = new FeeScheduleQueries(database.readModels);

    const { feeSchedule, position } = await feeSchedules.current(TERM_ID);

    expect(position).toBe(6);
    expect(feeSchedule).toMatchObject({
      termId: TERM_ID,
      version: 2,
      currency: 'USD',
      lines: [
        { feeCode: 'TUITION', amountMinor: 12_000n, priority: 100, dueOn: '2026-05-12' },
        { feeCode: 'LEVY', amountMinor: 2_500n, class: 'Form 2A' },
      ],
    });
    expect(feeSchedule?.lines[1]?.instalments).toEqual([{ dueOn: '2026-06-16' }]);
    expect(await feeSchedules.current(idOf('no term'))).not.toHaveProperty('feeSchedule');
  });
});

/** Three students, frozen in two chunks. */
function plan(books: Books): void {
  const figures = { students: '3', lines: '3', totalMinor: '36000', plannedAtIndex: '7' };
  const data = { termId: TERM_ID, effectiveDate: '2026-05-05', feeScheduleVersion: '1' };
  books.write(RUN, {
    type: 'ChargeRunPlanned',
    data: { ...data, digest: 'a'.repeat(64), ...figures },
  });
  freeze(books, '1', ['Moyo', 'Dube']);
  freeze(books, '2', ['Ncube']);
}

function freeze(books: Books, chunk: string, names: readonly string[]): void {
  const students = names.map((name) => ({
    studentId: idOf(name),
    expectedNetMinor: '12000',
    lines: [line('TUITION', '12000')],
  }));
  books.write(RUN, { type: 'ChargeRunChunkFrozen', data: { chunk, of: '2', students } });
}

function chargeByRun(
  books: Books,
  studentId: Uuid,
  fee: { feeCode: string; amountMinor: bigint },
): void {
  const day = localDate('2026-05-05');
  const facts = chargeTermFees(books.account(studentId), {
    studentId,
    currency: 'USD',
    today: day,
    termId: TERM_ID,
    effectiveDate: day,
    chargeRunId: RUN_ID,
    feeScheduleVersion: 1,
    fees: [{ ...fee, description: 'A fee', dueOn: localDate('2026-05-12'), priority: 100 }],
  });
  for (const fact of facts) books.write(`studentAccount-${studentId}`, fact);
}

function publish(books: Books, version: string, lines: object[]): void {
  books.write(`feeSchedule-${TERM_ID}`, {
    type: 'FeeSchedulePublished',
    data: { termId: TERM_ID, version, currency: 'USD', lines },
  } as Parameters<Books['write']>[1]);
}

function line(feeCode: string, amountMinor: string) {
  const description = `Fee ${feeCode}`;
  return { feeCode, description, amountMinor, dueOn: '2026-05-12', priority: '100' };
}

function student(name: string) {
  return { studentId: idOf(name), familyName: name };
}
