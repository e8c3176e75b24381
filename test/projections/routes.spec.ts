// The read side over HTTP: shapes, refusals, and reading one's own writes by header.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Registry } from 'prom-client';
import { METRICS } from '../../src/http/metrics.js';
import { consistencyTokenOf } from '../../src/projections/consistency/consistency-tokens.js';
import { ReadModelProgress } from '../../src/projections/consistency/read-model-progress.js';
import { Books, idOf, TERM_ID } from './books.js';
import { ProjectionDatabase, until } from './projector.js';
import { getFrom, startReadSide } from './read-side.js';

describe('the read side over HTTP', () => {
  let database: ProjectionDatabase;
  let app: NestFastifyApplication;
  const books = new Books();

  const get = (path: string, headers: Record<string, string> = {}) => getFrom(app, path, headers);

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
    books.openSchool();
    const moyo = books.register('Moyo', { no: 'HS-0412' });
    books.charge(moyo, 'TUITION', 12_000n);
    books.issueReceipt(moyo, books.pay(moyo, '1', 8_000n), 8_000n);
    app = await startReadSide(database, books);
    await until('all is applied', () => app.get(ReadModelProgress).index === 10);
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('lists students with numbers for amounts', async () => {
    const { status, body } = await get('/students?limit=1&q=moyo');

    expect(status).toBe(200);
    expect(body).toMatchObject({
      items: [
        {
          id: idOf('Moyo'),
          admissionNo: 'HS-0412',
          balance: { currency: 'USD', paidMinor: 8_000, outstandingMinor: 4_000 },
          netMinor: 4_000,
        },
      ],
      position: 10,
    });
    expect(body).not.toHaveProperty('nextCursor');
  });

  it('refuses unknown filters, bad limits and bad cursors with a code each', async () => {
    const codeOf = async (path: string) => (await get(path)).body;
    expect(await codeOf('/students?colour=red')).toMatchObject({ code: 'unknown_field' });
    expect(await codeOf('/students?limit=201')).toMatchObject({ code: 'too_large' });
    expect(await codeOf('/students?limit=0')).toMatchObject({ code: 'too_small' });
    expect(await codeOf('/students?cursor=x')).toMatchObject({ status: 400, code: 'bad_cursor' });
    expect(await codeOf('/students?status=gone')).toMatchObject({ code: 'invalid_value' });
    expect(await codeOf('/students/7')).toMatchObject({ status: 400, code: 'invalid_id' });
  });

  it('shows account, balance, one payment and one receipt', async () => {
    const path = `/students/${idOf('Moyo')}`;

    expect((await get(path)).body).toMatchObject({ familyName: 'Moyo', guardians: [] });
    expect((await get(`${path}/account`)).body).toMatchObject({
      charges: [{ feeCode: 'TUITION', outstandingMinor: 4_000 }],
      payments: [{ amountMinor: 8_000, receiptNo: 1, recordedAt: '2026-07-16T08:14:02.117Z' }],
      creditMinor: 0,
    });
    expect((await get(`${path}/balance`)).body).toMatchObject({
      asOf: '2026-07-16',
      terms: [{ termId: TERM_ID, paidMinor: 8_000, paymentStatus: 'PARTIAL' }],
      totals: { chargedMinor: 12_000, paidMinor: 8_000, netMinor: 4_000 },
    });
    const paymentId = idOf(`${idOf('Moyo')} payment 1`);
    expect((await get(`${path}/payments/${paymentId}`)).body).toMatchObject({ receiptNo: 1 });
    expect((await get('/receipts/2026/1')).body).toMatchObject({ number: 1, amountMinor: 8_000 });
  });

  it('says which thing does not exist', async () => {
    const nobody = idOf('nobody');
    for (const [path, code] of [
      [`/students/${nobody}`, 'student_not_found'],
      [`/students/${nobody}/account`, 'student_not_found'],
      [`/students/${idOf('Moyo')}/payments/${nobody}`, 'payment_not_found'],
      ['/receipts/2026/2', 'receipt_not_found'],
      [`/terms/${nobody}`, 'term_not_found'],
      [`/terms/${nobody}/fee-schedule`, 'fee_schedule_not_found'],
      [`/charge-runs/${nobody}`, 'charge_run_not_found'],
      [`/dashboard?termId=${nobody}`, 'term_not_found'],
    ] as const) {
      expect((await get(path)).body).toMatchObject({ status: 404, code });
    }
  });

  it('shows terms and the dashboard', async () => {
    expect((await get('/terms/current')).body).toMatchObject({ id: TERM_ID, current: true });
    expect((await get('/terms')).body).toMatchObject({ items: [{ id: TERM_ID }] });
    expect((await get('/dashboard')).body).toMatchObject({
      expectedMinor: 12_000,
      collectedMinor: 8_000,
      topArrears: [{ outstandingMinor: 4_000 }],
    });
  });

  it('tells how far it is behind: nothing, once all is applied', async () => {
    const metrics = await app.get<Registry>(METRICS).metrics();

    expect(metrics).toContain('bursar_projection_leader 1');
    expect(metrics).toContain('bursar_projection_index 10');
    expect(metrics).toContain('bursar_projection_lag_events 0');
  });

  it('waits for the write of a token, and says when it can not', async () => {
    books.pay(idOf('Moyo'), '2', 1_000n);
    const position = books.log.events.at(-1)?.position ?? { commit: 0n, prepare: 0n };
    const path = `/students/${idOf('Moyo')}/balance`;

    const fresh = await get(path, { 'consistency-token': consistencyTokenOf(position) });

    expect(fresh.headers['stale']).toBeUndefined();
    expect(fresh.body).toMatchObject({ totals: { netMinor: 3_000 } });
    const never = consistencyTokenOf({ commit: 10n ** 12n, prepare: 10n ** 12n });
    const stale = await get(path, { 'consistency-token': never });
    expect(stale).toMatchObject({ status: 200, headers: { stale: 'true' } });
    const strict = { 'consistency-token': never, prefer: 'handling=strict' };
    expect((await get(path, strict)).body).toMatchObject({
      status: 503,
      code: 'read_model_behind',
    });
    const bad = await get(path, { 'consistency-token': 'x' });
    expect(bad.body).toMatchObject({ status: 400, code: 'bad_consistency_token' });
  });
});
