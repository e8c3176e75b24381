// A run that was cancelled: whose charges are undone already, and when it is over.
import type { Uuid } from '../../src/kernel/ids.js';
import { localDate } from '../../src/kernel/local-date.js';
import { cancelRunCharges } from '../../src/modules/billing/domain/cancel-charge-run.js';
import { chargeTermFees } from '../../src/modules/billing/domain/charge-term-fees.js';
import { ChargeRunQueries } from '../../src/projections/charge-run/charge-run.queries.js';
import { Books, idOf, TERM_ID } from './books.js';
import { ProjectionDatabase } from './projector.js';

const RUN_ID = idOf('charge run');
const RUN = `chargeRun-${RUN_ID}`;
const DAY = localDate('2026-05-05');
const TODAY = localDate('2026-05-20');

describe('a cancelled charge run', () => {
  let database: ProjectionDatabase;
  let runs: ChargeRunQueries;
  let books: Books;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
    runs = new ChargeRunQueries(database.readModels);
  });
  beforeEach(() => {
    books = new Books().openSchool();
    const students = ['Moyo', 'Dube'].map((name) => books.register(name));
    plan(books, students);
    books.write(RUN, { type: 'ChargeRunCommitted', data: { digest: 'a'.repeat(64) } });
    for (const studentId of students) charge(books, studentId);
    const data = { charged: '2', alreadyCharged: '0', failed: '0', totalMinor: '24000' };
    books.write(RUN, { type: 'ChargeRunCompleted', data });
    const cancelled = { reasonCode: 'wrong_amount', effectiveDate: TODAY };
    books.write(RUN, { type: 'ChargeRunCancelled', data: cancelled });
    database.startRunner(books.log, books);
  });
  afterEach(() => database.reset());
  afterAll(() => database.drop());

  const progress = async () => {
    await database.untilIndex(books.log.events.length);
    return (await runs.progress(RUN_ID)).chargeRun;
  };

  it('says so at once; nobody is undone yet', async () => {
    expect(await progress()).toMatchObject({
      status: 'cancelled',
      chargedMinor: 24_000n,
      cancellation: {
        reasonCode: 'wrong_amount',
        effectiveDate: '2026-05-20',
        undone: 0,
        undoneMinor: 0n,
        finished: false,
      },
    });
  });

  it('counts the students whose charges are all cancelled, and names them', async () => {
    undo(books, idOf('Moyo'));

    const { cancellation } = await progress();
    const { items } = await runs.students(RUN_ID);

    expect(cancellation).toMatchObject({ undone: 1, undoneMinor: 12_000n, finished: false });
    expect(items.map(({ familyName, undone }) => [familyName, undone])).toEqual([
      ['Moyo', true],
      ['Dube', undefined],
    ]);
  });

  it('is finished when it is undone; who could not be undone is a failed row with its code', async () => {
    undo(books, idOf('Moyo'));
    const failure = { studentId: idOf('Dube'), code: 'currency_mismatch' };
    books.write(RUN, { type: 'ChargeRunStudentFailed', data: failure });
    const data = { cancelled: '1', failed: '1' };
    books.write(RUN, { type: 'ChargeRunUndone', data });

    const { status, failed, cancellation } = await progress();
    const { items } = await runs.students(RUN_ID);

    expect({ status, failed }).toEqual({ status: 'cancelled', failed: 1 });
    expect(cancellation).toMatchObject({ undone: 1, undoneMinor: 12_000n, finished: true });
    expect(items[1]).toMatchObject({ result: 'failed', failureCode: 'currency_mismatch' });
  });
});

function plan(books: Books, students: readonly Uuid[]): void {
  const figures = { students: '2', lines: '2', totalMinor: '24000', plannedAtIndex: '6' };
  const term = { termId: TERM_ID, effectiveDate: DAY, feeScheduleVersion: '1' };
  const data = { ...term, digest: 'a'.repeat(64), ...figures };
  books.write(RUN, { type: 'ChargeRunPlanned', data });
  const frozen = students.map((studentId) => ({ studentId, expectedNetMinor: '12000', lines: [] }));
  const chunk = { chunk: '1', of: '1', students: frozen };
  books.write(RUN, { type: 'ChargeRunChunkFrozen', data: chunk });
}

function charge(books: Books, studentId: Uuid): void {
  const fee = { feeCode: 'TUITION', description: 'Tuition', amountMinor: 12_000n, priority: 100 };
  books.decided(studentId, (account) =>
    chargeTermFees(account, {
      studentId,
      currency: 'USD',
      today: DAY,
      termId: TERM_ID,
      effectiveDate: DAY,
      chargeRunId: RUN_ID,
      feeScheduleVersion: 1,
      fees: [{ ...fee, dueOn: localDate('2026-05-12') }],
    }),
  );
}

function undo(books: Books, studentId: Uuid): void {
  const reason = { reasonCode: 'wrong_amount' } as const;
  const what = { chargeRunId: RUN_ID, effectiveDate: TODAY, reason };
  books.decided(studentId, (account) =>
    cancelRunCharges(account, { studentId, currency: 'USD', today: TODAY, ...what }),
  );
}
