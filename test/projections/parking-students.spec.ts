// Who a parked student is, what the figures for Prometheus say of it, and events beside the books that
// can't be applied: they stop nobody.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Registry } from 'prom-client';
import { METRICS } from '../../src/http/metrics.js';
import type { NewFact } from '../../src/kernel/fact.js';
import { derivedId } from '../../src/kernel/ids.js';
import { Books, idOf } from './books.js';
import { ProjectionDatabase } from './projector.js';
import { getFrom, startReadSide } from './read-side.js';

const MOYO = idOf('Moyo');
const DUBE = idOf('Dube');
const UNREADABLE = 'v9.damaged';

describe('an event that can’t be applied', () => {
  let database: ProjectionDatabase;
  let books: Books;
  let app: NestFastifyApplication;

  beforeEach(async () => {
    database = await ProjectionDatabase.create();
    books = new Books().openSchool();
    for (const name of ['Moyo', 'Dube']) {
      const student = books.register(name);
      books.charge(student, 'TUITION', 8_000n);
      books.issueReceipt(student, books.pay(student, '1', 5_000n), 5_000n);
    }
    app = await startReadSide(database, books);
    await applied();
  });
  afterEach(async () => {
    await app.close();
    await database.drop();
  });

  const applied = () => database.untilIndex(books.log.events.length);
  const get = (path: string) => getFrom(app, path);
  const metrics = () => app.get<Registry>(METRICS).metrics();
  const written = async (stream: string, fact: NewFact) => {
    books.write(stream, fact);
    await applied();
  };
  const parked = async () => {
    const { rows } = await database.pool.query<{ id: string }>(
      'select student_id as id from rm_1.parked',
    );
    return rows.map(({ id }) => id);
  };
  const parkMoyo = () =>
    written(`studentAccount-${MOYO}`, {
      type: 'PaymentAllocated',
      data: { paymentId: idOf('p'), lines: 'none', currency: 'USD', rule: 'explicit' },
    });

  it('is counted in the gauge of parked students', async () => {
    expect(await metrics()).toContain('bursar_projection_parked_students 0');

    await parkMoyo();

    expect(await metrics()).toContain('bursar_projection_parked_students 1');
  });

  it('a parked student is told from the log, with the changes that no row holds', async () => {
    await parkMoyo();
    const [on, from] = ['2026-07-01', '2026-07-02'];
    await written(`student-${MOYO}`, { type: 'ClassAssigned', data: { class: 'Form 2B', from } });
    await written(`student-${MOYO}`, {
      type: 'StudentWithdrawn',
      data: { on, reasonCode: 'moved' },
    });

    const { headers, body } = await get(`/students/${MOYO}`);

    expect(body).toMatchObject({
      id: MOYO,
      parked: true,
      admissionNo: 'HS-Moyo',
      familyName: 'Moyo',
      class: 'Form 2B',
      classes: [
        { class: 'Form 2A', from: '2026-01-13' },
        { class: 'Form 2B', from },
      ],
      status: 'withdrawn',
      statusSince: on,
    });
    expect(headers['etag']).toBe('"2"');
  });

  it('the log says of a student what the rows say', async () => {
    const { body: inRows } = await get(`/students/${MOYO}`);

    await parkMoyo();

    const { body: live } = await get(`/students/${MOYO}`);
    const { length: position } = books.log.events;
    expect(live).toEqual({
      ...(inRows as object),
      parked: true,
      position,
      lagSeconds: expect.any(Number) as unknown,
    });
  });

  it('another student is not parked, and nothing is missing in that answer', async () => {
    await parkMoyo();

    const { body } = await get(`/students/${DUBE}`);

    expect(body).not.toHaveProperty('parked');
    expect(body).not.toHaveProperty('incomplete');
  });

  it('is the registration: 503 read_model_incomplete, for somebody is there', async () => {
    const ncube = idOf('Ncube');
    const data = { studentId: ncube, admissionDigest: 'd'.repeat(64), class: 'Form 1' };
    await written(`student-${ncube}`, {
      type: 'StudentRegistered',
      data: { ...data, enrolledOn: '2026-01-13', sealed: UNREADABLE },
    });

    expect(await get(`/students/${ncube}`)).toMatchObject({
      status: 503,
      body: { code: 'read_model_incomplete' },
    });
    expect(await get(`/students/${idOf('nobody')}`)).toMatchObject({
      status: 404,
      body: { code: 'student_not_found' },
    });
  });

  it('is the claim of a bank reference: the student of that account is parked', async () => {
    await written(`paymentReference-${idOf('reference')}`, {
      type: 'ReferenceClaimed',
      data: {
        paymentId: idOf('p'),
        // Nothing is sealed in a claim; what looks as if it were can't be opened.
        accountStream: `studentAccount-${MOYO}`,
        digest: 'd'.repeat(64),
        sealed: UNREADABLE,
      },
    });

    expect(await parked()).toEqual([MOYO]);
  });

  it('is a copy of a receipt: it is counted by its place, whatever it says', async () => {
    const receiptId = receiptOf(MOYO);
    for (const data of [{}, { receiptId: 'no uuid', at: 'never', medium: 'stone' }]) {
      await written(`receiptCopy-${receiptId}`, { type: 'ReceiptReprinted', data });
    }

    expect(await copies()).toEqual([{ receiptId, copies: 2n }]);
    expect(await parked()).toEqual([]);
  });

  it('is a copy of what can’t be a receipt: it is nobody’s', async () => {
    await written('receiptCopy-2026', { type: 'ReceiptReprinted', data: {} });

    expect(await copies()).toEqual([]);
    expect(await parked()).toEqual([]);
  });

  it('is a copy that can’t be read, and another: the student of the receipt is parked, once', async () => {
    const data = { receiptId: receiptOf(MOYO), sealed: UNREADABLE };
    await written(`receiptCopy-${receiptOf(MOYO)}`, { type: 'ReceiptReprinted', data });
    await written(`receiptCopy-${receiptOf(MOYO)}`, { type: 'ReceiptReprinted', data });

    expect(await parked()).toEqual([MOYO]);
    expect(await copies()).toEqual([]);
  });

  const receiptOf = (student: string) => derivedId(idOf(`${student} payment 1`), 'receipt');
  const copies = async () => {
    const { rows } = await database.pool.query<object>(
      'select receipt_id as "receiptId", copies from rm_1.receipt_copy',
    );
    return rows;
  };
});
