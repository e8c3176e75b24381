// An account, its balance and a term over HTTP: now and as of a day, in literal figures.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ReadModelProgress } from '../../src/projections/consistency/read-model-progress.js';
import { Books, idOf, TERM_ID } from './books.js';
import { Bursar } from './corrections.js';
import { ProjectionDatabase, until } from './projector.js';
import { getFrom, startReadSide } from './read-side.js';

const MOYO = `/students/${idOf('Moyo')}`;
const ZEROS = {
  chargedMinor: 0,
  cancelledMinor: 0,
  adjustedMinor: 0,
  paidMinor: 0,
  reversedMinor: 0,
  refundedMinor: 0,
  outstandingMinor: 0,
  creditMinor: 0,
  netMinor: 0,
};

describe('an account over HTTP', () => {
  let database: ProjectionDatabase;
  let app: NestFastifyApplication;
  const books = new Books().openSchool();

  const get = (path: string) => getFrom(app, path);
  const totalsOn = async (day: string) => {
    const { body } = await get(`${MOYO}/balance?asOf=${day}`);
    return (body as { totals: Record<string, number> }).totals;
  };

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
    const moyo = new Bursar(books, books.register('Moyo'));
    moyo.charge('TUITION', 8_000n, '05-05', '05-12').charge('LEVY', 2_500n, '05-05', '06-16');
    moyo.pay('P1', 11_000n, '06-02').refund('R1', 'P1', 200n, '06-05');
    moyo.waive('W1', 'LEVY', 500n, '06-10').cancel('LEVY', '06-15').reverse('P1', '06-20');
    books.register('Ncube');
    app = await startReadSide(database, books);
    const all = books.log.events.length;
    await until('all is applied', () => app.get(ReadModelProgress).index === all);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('has the balance of each day: nothing that took effect later is in it', async () => {
    expect(await totalsOn('2026-05-04')).toEqual(ZEROS);
    expect(await totalsOn('2026-05-05')).toMatchObject({ chargedMinor: 10_500, netMinor: 10_500 });
    expect(await totalsOn('2026-06-02')).toMatchObject({ paidMinor: 11_000, creditMinor: 500 });
    expect(await totalsOn('2026-06-05')).toMatchObject({ refundedMinor: 200, creditMinor: 300 });
    expect(await totalsOn('2026-06-10')).toMatchObject({ adjustedMinor: 500, creditMinor: 800 });
    expect(await totalsOn('2026-06-15')).toMatchObject({
      cancelledMinor: 2_000,
      creditMinor: 2_800,
      netMinor: -2_800,
    });
    expect(await totalsOn('2026-06-20')).toEqual({
      chargedMinor: 10_700,
      cancelledMinor: 2_000,
      adjustedMinor: 500,
      paidMinor: 11_000,
      reversedMinor: 10_800,
      refundedMinor: 200,
      outstandingMinor: 8_200,
      creditMinor: 0,
      netMinor: 8_200,
    });
  });

  it('has a row a term, and one for charges in none; they add up to the outstanding', async () => {
    const { status, body } = await get(`${MOYO}/balance?asOf=2026-06-20`);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      currency: 'USD',
      asOf: '2026-06-20',
      position: books.log.events.length,
      terms: [
        { chargedMinor: 200, outstandingMinor: 200, paymentStatus: 'UNPAID' },
        {
          termId: TERM_ID,
          name: 'Second Term (2026)',
          chargedMinor: 10_500,
          cancelledMinor: 2_000,
          adjustedMinor: 500,
          paidMinor: 0,
          outstandingMinor: 8_000,
          paymentStatus: 'PARTIAL',
        },
      ],
    });
  });

  it('without a day is everything recorded, as it is for a day to come', async () => {
    const { body: now } = await get(`${MOYO}/balance`);
    const { body: later } = await get(`${MOYO}/balance?asOf=2030-12-31`);

    const { totals, terms } = now as { totals: object; terms: object };
    expect(later).toMatchObject({ asOf: '2030-12-31', totals, terms });
    expect(now).toMatchObject({ asOf: '2026-07-16', totals: { netMinor: 8_200 } });
  });

  it('is zeros for a registered student without facts, and 404 for an unknown one', async () => {
    const registered = await get(`/students/${idOf('Ncube')}/balance?asOf=2026-06-01`);
    const unknown = await get(`/students/${idOf('nobody')}/balance?asOf=2026-06-01`);

    expect(registered).toMatchObject({ status: 200, body: { terms: [], totals: ZEROS } });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'student_not_found' } });
  });

  it('refuses what is no day of the calendar, and a parameter that it does not know', async () => {
    for (const day of ['2026-02-30', '30.06.2026', '0000-01-01', '', '2026-06-01T00:00:00Z']) {
      expect(await get(`${MOYO}/balance?asOf=${day}`)).toMatchObject({ status: 400 });
    }
    expect((await get(`${MOYO}/account?day=2026-06-01`)).body).toMatchObject({
      status: 400,
      code: 'unknown_field',
    });
  });

  it('shows the account of a day with what undid it later left out', async () => {
    const { body } = await get(`${MOYO}/account?asOf=2026-06-10`);

    expect(body).toMatchObject({
      asOf: '2026-06-10',
      creditMinor: 800,
      charges: [
        { feeCode: 'TUITION', paidMinor: 8_000, cancelled: false },
        { feeCode: 'LEVY', adjustedMinor: 500, paidMinor: 2_000, cancelled: false },
      ],
      payments: [{ amountMinor: 11_000, reversedMinor: 0, refunds: [{ amountMinor: 200 }] }],
      adjustments: [{ kind: 'waiver', amountMinor: 500, reason: 'Father lost his job' }],
    });
    expect(JSON.stringify(body)).not.toContain('"reversal"');
  });

  it('shows one payment with its reversal and refunds', async () => {
    const { body } = await get(`${MOYO}/payments/${idOf(`${idOf('Moyo')} P1`)}`);

    expect(body).toMatchObject({
      amountMinor: 11_000,
      reversedMinor: 10_800,
      refundedMinor: 200,
      creditMinor: 0,
      allocations: [],
      reversal: {
        effectiveDate: '2026-06-20',
        recordedAt: '2026-07-16T08:14:02.117Z',
        reasonCode: 'payment_failed',
        reason: 'Cheque bounced',
        amountMinor: 10_800,
      },
      refunds: [{ amountMinor: 200, method: 'cash', reasonCode: 'overpaid' }],
    });
  });

  it('adds up in the term and in the list of students', async () => {
    const { body: term } = await get(`/terms/${TERM_ID}`);
    const { body: list } = await get('/students?q=moyo');

    const sums = { chargedMinor: 10_500, cancelledMinor: 2_000, adjustedMinor: 500 };
    expect(term).toMatchObject({
      id: TERM_ID,
      position: books.log.events.length,
      totals: { ...sums, expectedMinor: 8_000, collectedMinor: 0, outstandingMinor: 8_000 },
      byClass: [{ class: 'Form 2A', students: 1, ...sums, outstandingMinor: 8_000 }],
    });
    expect(list).toMatchObject({
      items: [
        {
          balance: { chargedMinor: 8_500, adjustedMinor: 500, outstandingMinor: 8_000 },
          netMinor: 8_200,
        },
      ],
    });
  });
});
