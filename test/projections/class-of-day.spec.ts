// The class that people read on an account and on the dashboard is the one of the school's day: one that
// begins later is not shown yet (rule 20).
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { localDate } from '../../src/kernel/local-date.js';
import { AccountQueries } from '../../src/projections/account/account.queries.js';
import { Books, idOf } from './books.js';
import { ProjectionDatabase } from './projector.js';
import { getFrom, startReadSide } from './read-side.js';

const MOYO = idOf('Moyo');

describe('a student of Form 2A, from 16 July in Form 2B and from August in Form 3A', () => {
  let database: ProjectionDatabase;
  let books: Books;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
    books = new Books().openSchool();
    books.charge(books.register('Moyo'), 'TUITION', 8_000n);
    for (const data of [
      { class: 'Form 2B', from: '2026-07-16' },
      { class: 'Form 3A', from: '2026-08-01' },
    ]) {
      books.write(`student-${MOYO}`, { type: 'ClassAssigned', data });
    }
    app = await startReadSide(database, books);
    await database.untilIndex(books.log.events.length);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const classOnAccount = async (asOf?: string) => {
    const accounts = app.get(AccountQueries);
    const { student } = await accounts.account(MOYO, asOf === undefined ? asOf : localDate(asOf));
    return student.class;
  };

  it('is in Form 2B on 16 July: on the account and among the arrears', async () => {
    expect(await classOnAccount()).toBe('Form 2B');
    expect((await getFrom(app, '/dashboard')).body).toMatchObject({
      topArrears: [{ studentId: MOYO, class: 'Form 2B' }],
    });
  });

  it('was in Form 2A on the day before, as of that day', async () => {
    expect(await classOnAccount('2026-07-15')).toBe('Form 2A');
    expect(await classOnAccount('2026-08-01')).toBe('Form 3A');
  });

  it('is so while the student is parked', async () => {
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
    await database.untilIndex(books.log.events.length);

    expect(await app.get(AccountQueries).account(MOYO)).toMatchObject({ parked: true });
    expect(await classOnAccount()).toBe('Form 2B');
    expect(await classOnAccount('2026-07-15')).toBe('Form 2A');
  });
});
