// Rules 8 and 18 over REST: lists that refuse what they don't understand and go on under the filters
// they began with; charge runs from the preview to the last row.
import { setTimeout as pause } from 'node:timers/promises';
import { type ApiAnswer, type Json, type TestClient, list, text } from '../support/api.js';
import { openTerm, registerStudent } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';

const TUITION = { feeCode: 'TUITION', description: 'Tuition', amountMinor: 1_000 };
const THREE = ['2026-05-31', '2026-06-30', '2026-07-31'].map((dueOn) => ({ dueOn }));

describe('lists and charge runs', () => {
  let school: TestSchool;
  let client: TestClient;
  let termId: string;
  let runs: string;
  const students: string[] = [];

  beforeAll(async () => {
    school = await startTestSchool();
    client = await school.client();
    termId = await openTerm(client);
    runs = `/api/v1/terms/${termId}/charge-runs`;
    for (const no of ['HS-1', 'HS-2', 'HS-3', 'HS-4', 'HS-5']) {
      students.push(await registerStudent(client, no));
    }
    await publish(1_000);
    await previewOf(5);
  });
  afterAll(() => school.stop());

  const codeOf = ({ status, body }: ApiAnswer) => [status, body['code']];
  const publish = (amountMinor: number) =>
    client.put(`/api/v1/terms/${termId}/fee-schedule`, {
      lines: [{ ...TUITION, amountMinor, instalments: THREE }],
    });
  /** A preview that has seen so many students. */
  const previewOf = async (count: number): Promise<Json> => {
    for (;;) {
      const { body } = await client.post(`${runs}/preview`, {});
      if (Number(body['totals']?.['students']) === count) return body;
      await pause(50);
    }
  };
  const ended = async ({ headers }: ApiAnswer): Promise<Json> => {
    for (;;) {
      const { body } = await client.get(headers.get('location') ?? '');
      if (text(body['status']) === 'completed') return body;
      await pause(50);
    }
  };
  const owed = async (studentId: string) => {
    const { body } = await client.get(`/api/v1/students/${studentId}/account`);
    return list(body['charges']).map((charge) => Number(charge['amountMinor']));
  };

  it('a preview names each part: 1000 over 3 is 334, 333, 333, five times 5 000', async () => {
    const preview = await previewOf(5);
    expect(preview['totals']).toEqual({ students: 5, charges: 15, amountMinor: 5_000 });
    const parts = list(list(preview['items'])[0]?.['lines']);
    expect(parts.map((line) => [Number(line['amountMinor']), text(line['dueOn'])])).toEqual([
      [334, '2026-05-31'],
      [333, '2026-06-30'],
      [333, '2026-07-31'],
    ]);
  });

  it('a preview goes on by its cursor under one digest; of another list or class it is 400', async () => {
    const first = await client.post(`${runs}/preview?limit=2`, {});
    const cursor = text(first.body['nextCursor']);
    const second = await client.post(`${runs}/preview?limit=200&cursor=${cursor}`, {});
    const [some, rest] = [list(first.body['items']), list(second.body['items'])];
    expect([some.length, rest.length, second.body['nextCursor']]).toEqual([2, 3, null]);
    expect(text(second.body['digest'])).toBe(text(first.body['digest']));
    const ids = [...some, ...rest].map((item) => text(item['studentId']));
    expect(ids.toSorted()).toEqual(students.toSorted());
    const other = await client.post(`${runs}/preview?cursor=${cursor}`, { class: 'Form 3B' });
    expect(codeOf(other)).toEqual([400, 'bad_cursor']);
    expect((await client.get(`/api/v1/students?cursor=${cursor}`)).status).toBe(400);
  });

  it.each(['limit=0', 'limit=201', 'limit=2.5', 'limit=-1', 'cursor=abc', 'page=2'])(
    'a preview with %s: 400, and never an empty page (formancehq/ledger#1416)',
    async (query) => {
      const { status, body } = await client.post(`${runs}/preview?${query}`, {});
      expect([status, typeof body['code'], 'items' in body]).toEqual([400, 'string', false]);
    },
  );

  it.each([
    'students?class=',
    'students?status=enrolled',
    'students?paymentStatus=LATE',
    'students?paymentStatus=unpaid',
    'students?termId=first',
    'students?sort=-name',
    'students?balance=gt.0',
    'students?limit=1e2',
    'students?limit=201',
    'students?limit=0',
    'students?status=active&status=withdrawn',
    'students?cursor=eyJvZmZzZXQiOjUwMH0',
    'dashboard?term=current',
    'dashboard?termId=current',
    'terms?limit=0',
    'school?x=1',
  ])('%s: 400, and never an empty page (formancehq/ledger#1416)', async (path) => {
    const { status, body } = await client.get(`/api/v1/${path}`);
    expect([status, typeof body['code'], 'items' in body]).toEqual([400, 'string', false]);
  });

  it('a page of 1 and a page of 200 are served', async () => {
    const one = await client.get('/api/v1/students?limit=1');
    expect([one.status, list(one.body['items']).length]).toEqual([200, 1]);
    const many = await client.get('/api/v1/students?limit=200');
    expect([many.status, list(many.body['items']).length]).toEqual([200, 5]);
  });

  it('two runs committed at once charge each part once; progress counts everybody', async () => {
    const { digest } = await previewOf(5);
    const both = await Promise.all([client.post(runs, { digest }), client.post(runs, { digest })]);
    expect(both.map(({ status }) => status)).toEqual([202, 202]);
    const ends = await Promise.all(both.map(ended));
    expect(ends).toMatchObject([
      { status: 'completed', total: 5, done: 5, failed: 0 },
      { status: 'completed', total: 5, done: 5, failed: 0 },
    ]);
    const charged = await Promise.all(students.map(owed));
    expect(charged).toEqual(students.map(() => [334, 333, 333]));
  });

  it('a run again charges only who is new; what moved since the preview makes it stale', async () => {
    const { digest } = await previewOf(0);
    students.push(await registerStudent(client, 'HS-6'));
    const stale = await client.post(runs, { digest });
    expect(codeOf(stale)).toEqual([409, 'preview_stale']);
    const fresh = await previewOf(1);
    expect(text(stale.body['digest'])).toBe(text(fresh['digest']));
    await publish(1_001);
    expect(codeOf(await client.post(runs, { digest: fresh['digest'] }))).toEqual([
      409,
      'preview_stale',
    ]);
    await publish(1_000);
    const run = await client.post(runs, { digest: fresh['digest'] });
    expect([run.status, await ended(run)]).toMatchObject([202, { total: 1, done: 1, failed: 0 }]);
    expect(await owed(students[5] ?? '')).toEqual([334, 333, 333]);
    expect(await owed(students[0] ?? '')).toEqual([334, 333, 333]);
  });

  it('pages of a filtered list go on under its filter by the cursor alone (formancehq/stack#43)', async () => {
    const payments = (studentId: string) => `/api/v1/students/${studentId}/payments`;
    const cash = { amountMinor: 1_000, method: 'cash' };
    await client.post(payments(students[1] ?? ''), cash);
    const paid = await client.post(payments(students[3] ?? ''), cash);
    const token = { 'consistency-token': paid.headers.get('consistency-token') ?? '' };
    const found: string[] = [];
    let query = 'paymentStatus=UNPAID&sort=admissionNo&limit=1';
    while (query !== '') {
      const { status, body } = await client.get(`/api/v1/students?${query}`, token);
      expect(status).toBe(200);
      found.push(...list(body['items']).map((item) => text(item['admissionNo'])));
      const cursor = body['nextCursor'];
      query = typeof cursor === 'string' ? `limit=1&cursor=${text(cursor)}` : '';
    }
    expect(found).toEqual(['HS-1', 'HS-3', 'HS-5', 'HS-6']);
    const first = await client.get('/api/v1/students?paymentStatus=UNPAID&limit=1', token);
    const other = `paymentStatus=PAID&cursor=${text(first.body['nextCursor'])}`;
    expect(codeOf(await client.get(`/api/v1/students?${other}`))).toEqual([400, 'bad_cursor']);
  });
});
