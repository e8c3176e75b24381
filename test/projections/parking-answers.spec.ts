// While a student is parked the student's own answers are folded from the log and say so, and answers
// over many students say how many are missing.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ManualClock } from '../../src/kernel/clock.js';
import { ConsistencyTokens } from '../../src/projections/consistency/read-your-writes.js';
import { ReadModelStudentRoster } from '../../src/projections/student-roster.js';
import { Books, idOf } from './books.js';
import { ProjectionDatabase } from './projector.js';
import { getFrom, startReadSide } from './read-side.js';

const MOYO = idOf('Moyo');
const DUBE = idOf('Dube');

describe('while a student is parked', () => {
  let database: ProjectionDatabase;
  let books: Books;
  let app: NestFastifyApplication;

  const started = async () => {
    database = await ProjectionDatabase.create();
    books = new Books().openSchool();
    for (const name of ['Moyo', 'Dube']) {
      const student = books.register(name);
      books.charge(student, 'TUITION', 8_000n);
      books.issueReceipt(student, books.pay(student, '1', 5_000n), 5_000n);
    }
    app = await startReadSide(database, books);
    await database.untilIndex(books.log.events.length);
  };
  beforeEach(started);
  afterEach(async () => {
    await app.close();
    await database.drop();
  });

  const get = async (path: string) => (await getFrom(app, path)).body as Record<string, unknown>;
  /** A payment of 7.00 whose payer can't be read any more, and one of 10.00 after it. */
  const parkMoyo = async () => {
    books.write(`studentAccount-${MOYO}`, {
      type: 'PaymentRecorded',
      data: {
        paymentId: idOf('damaged'),
        amountMinor: '700',
        currency: 'USD',
        method: 'cash',
        effectiveDate: '2026-06-03',
        holdCredit: true,
        sealed: 'v9.damaged',
      },
    });
    books.pay(MOYO, '2', 1_000n);
    await database.untilIndex(books.log.events.length);
  };

  it('the balance is folded from the log, to the last payment', async () => {
    await parkMoyo();

    expect(await get(`/students/${MOYO}/balance`)).toMatchObject({
      parked: true,
      position: books.log.events.length,
      totals: { chargedMinor: 8_000, paidMinor: 6_700, outstandingMinor: 2_000, creditMinor: 700 },
      terms: [{ name: 'Second Term (2026)', paidMinor: 6_000, paymentStatus: 'PARTIAL' }],
    });
    expect(await get(`/students/${MOYO}/balance?asOf=2026-06-02`)).toMatchObject({
      parked: true,
      totals: { paidMinor: 6_000, netMinor: 2_000 },
    });
  });

  it('the account is what rows would say, but for the positions that only rows have', async () => {
    const inRows = await get(`/students/${MOYO}/account`);
    await database.pool.query(
      `insert into rm_1.parked (student_id, stream, revision, type, log_index, reason_code, reason)
       values ($1, 'studentAccount-x', 9, 'PaymentRecorded', 9, 'x', 'x')`,
      [MOYO],
    );

    const live = await get(`/students/${MOYO}/account`);

    expect(live['parked']).toBe(true);
    expect({ ...live, parked: undefined, lagSeconds: 0 }).toEqual({
      ...(withoutPositions(inRows) as object),
      position: inRows['position'],
      parked: undefined,
      lagSeconds: 0,
    });
  });

  it('a payment is found that no row holds; what can’t be opened of it is left out', async () => {
    await parkMoyo();

    const payment = await get(`/students/${MOYO}/payments/${idOf('damaged')}`);

    expect(payment).toMatchObject({ amountMinor: 700, creditMinor: 700, receiptStatus: 'none' });
    expect(payment).not.toHaveProperty('payer');
  });

  it('an account that the log’s own fold refuses is 503 read_model_incomplete', async () => {
    books.write(`studentAccount-${MOYO}`, {
      type: 'PaymentAllocated',
      data: {
        paymentId: idOf('p'),
        lines: [
          { allocationId: '9', chargeId: idOf('x'), amountMinor: '1', effectiveDate: '2026-06-02' },
        ],
        currency: 'USD',
        rule: 'explicit',
      },
    });
    await database.untilIndex(books.log.events.length);

    const { status, body } = await getFrom(app, `/students/${MOYO}/balance`);

    expect([status, body]).toMatchObject([503, { code: 'read_model_incomplete' }]);
  });

  it('lists and the dashboard say how many are missing; other students’ accounts do not', async () => {
    expect(await get('/students?limit=10')).not.toHaveProperty('incomplete');

    await parkMoyo();

    expect(await get('/students?limit=10')).toMatchObject({ incomplete: 1 });
    expect(await get('/dashboard')).toMatchObject({ incomplete: 1 });
    const other = await get(`/students/${DUBE}/balance`);
    expect(other).not.toHaveProperty('incomplete');
    expect(other).not.toHaveProperty('parked');
  });

  it('nobody plans a charge run: 409 read_model_incomplete', async () => {
    await parkMoyo();
    const clock = new ManualClock(new Date('2026-07-16T12:00:00Z'));
    const roster = new ReadModelStudentRoster(
      database.readModels,
      app.get(ConsistencyTokens),
      clock,
    );

    await expect(roster.listActiveStudents({})).rejects.toMatchObject({
      kind: 'conflict',
      code: 'read_model_incomplete',
    });
  });
});

/** Of the parts; the answer's own place is kept. */
function withoutPositions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPositions);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).filter(([name]) => name !== 'position');
  return Object.fromEntries(members.map(([name, member]) => [name, withoutPositions(member)]));
}
