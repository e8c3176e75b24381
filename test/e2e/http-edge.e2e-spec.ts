// The edge of the server: what a client may get wrong in HTTP itself is answered by a problem with a
// stable code, and nothing that was sent is dropped or mended in silence.
import { type ApiAnswer, type TestClient, text } from '../support/api.js';
import { studentWhoOwes } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';
import { bodyOf, exchange } from './wire.js';

const NOBODY = '01890000-0000-7000-8000-000000000000';

describe('the edge', () => {
  let school: TestSchool;
  let client: TestClient;
  let ids: { studentId: string; termId: string };
  let payments: string;

  beforeAll(async () => {
    school = await startTestSchool();
    client = await school.client();
    ids = await studentWhoOwes(client);
    payments = `/api/v1/students/${ids.studentId}/payments`;
  });
  afterAll(() => school.stop());

  const refused = ({ status, body, headers }: ApiAnswer) => {
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    return [status, body['code']];
  };
  const pay = (body: object | string, headers: Record<string, string> = {}, key = 'edge') =>
    client.send('POST', payments, { body, headers: { 'idempotency-key': key, ...headers } });
  const replay = async () =>
    JSON.stringify((await client.get(`/api/v1/students/${ids.studentId}/replay`)).body);

  describe('what is refused', () => {
    let before: string;
    beforeAll(async () => {
      before = await replay();
    });
    it('a term that is open already: 409 invalid_status with the status of the answer', async () => {
      const answer = await client.post(`/api/v1/terms/${ids.termId}/open`, {});
      expect(refused(answer)).toEqual([409, 'invalid_status']);
      expect(answer.body['status']).toBe(409);
    });

    it.each([
      '/api/v1/school',
      '/api/v1/terms',
      '/api/v1/terms/current',
      '/api/v1/terms/TERM',
      '/api/v1/students/STUDENT',
      '/api/v1/students/STUDENT/account',
      '/api/v1/students/STUDENT/balance',
      '/api/v1/students/STUDENT/replay',
      '/api/v1/session',
      '/api/v1/sessions',
      '/api/v1/users',
      '/api/v1/dashboard',
    ])('a query parameter that %s does not have: 400 unknown_field, named', async (path) => {
      const url = path.replace('STUDENT', ids.studentId).replace('TERM', ids.termId);
      const answer = await client.get(`${url}?colour=red`);
      expect(refused(answer)).toEqual([400, 'unknown_field']);
      expect(answer.body['errors']?.[0]).toMatchObject({ path: 'colour', code: 'unknown_field' });
    });

    it('a query parameter on a POST: 400 unknown_field', async () => {
      const answer = await client.post(`${payments}?dryRun=1`, { amountMinor: 1, method: 'cash' });
      expect(refused(answer)).toEqual([400, 'unknown_field']);
    });

    it('fields for a route that takes none: 400 unknown_field', async () => {
      const answer = await client.post(`/api/v1/terms/${ids.termId}/open`, { force: true });
      expect(refused(answer)).toEqual([400, 'unknown_field']);
    });

    it('bytes that are no UTF-8: 400 invalid_json, not another name', async () => {
      const [start, end] = ['{"amountMinor":1,"method":"cash","payer":"', '"}'];
      const body = Buffer.concat([Buffer.from(start), Buffer.from([0xff]), Buffer.from(end)]);
      const response = await fetch(client.baseUrl + payments, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: await cookieOf(client) },
        body,
      });
      expect([response.status, await codeOf(response)]).toEqual([400, 'invalid_json']);
    });

    it.each(['utf-16', 'iso-8859-1', '"UTF-16"'])('JSON in %s: 415', async (charset) => {
      const type = { 'content-type': `application/json; charset=${charset}` };
      const answer = await pay({ amountMinor: 1, method: 'cash' }, type);
      expect(refused(answer)).toEqual([415, 'unsupported_media_type']);
    });

    it('a body that says it is compressed: 415', async () => {
      const answer = await pay({ amountMinor: 1, method: 'cash' }, { 'content-encoding': 'gzip' });
      expect(refused(answer)).toEqual([415, 'unsupported_media_type']);
    });

    it('50 000 unknown fields: 400, and the answer is no longer than a page', async () => {
      const fields = Array.from({ length: 50_000 }, (_, i) => [`field${i}`, i] as const);
      const answer = await pay(Object.fromEntries(fields));
      expect(refused(answer)[0]).toBe(400);
      expect(JSON.stringify(answer.body).length).toBeLessThan(8_000);
    });

    it('an answer in another format than JSON: 406 not_acceptable', async () => {
      const answer = await client.get('/api/v1/school', { accept: 'application/xml' });
      expect(refused(answer)).toEqual([406, 'not_acceptable']);
    });

    it.each([
      ['limit=1e1', '/api/v1/students?limit=1e1'],
      ['limit=0x10', '/api/v1/students?limit=0x10'],
      ['limit= 5', '/api/v1/students?limit=%205'],
      ['__proto__', '/api/v1/students?__proto__=1'],
    ])('%s is no number and no filter: 400', async (_name, path) => {
      expect(refused(await client.get(path))[0]).toBe(400);
    });

    it.each([
      ['a broken escape', '/api/v1/students/%E0%A4%A', 400, 'invalid_request'],
      ['a parameter of 300 characters', `/api/v1/students/${'x'.repeat(300)}`, 400, 'invalid_id'],
      ['one of 800 characters', `/api/v1/students/${'x'.repeat(800)}`, 414, 'url_too_long'],
    ])('%s in the address: a problem document', async (_name, path, status, code) => {
      const answer = await client.get(path, { 'x-request-id': 'edge-7' });
      expect(refused(answer)).toEqual([status, code]);
      expect(answer.body['requestId']).toBe('edge-7');
      expect(answer.headers.get('x-request-id')).toBe('edge-7');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    });

    it('headers of 20 kB: 431 headers_too_large', async () => {
      const answer = await exchange(
        client.baseUrl,
        `GET /api/v1/school HTTP/1.1\r\nHost: x\r\nX-Long: ${'y'.repeat(20_000)}\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 431 /);
      expect(answer).toMatch(/content-type: application\/problem\+json/i);
      expect(bodyOf(answer)).toMatchObject({ status: 431, code: 'headers_too_large' });
    });

    it('what is no HTTP: 400 invalid_request', async () => {
      const answer = await exchange(client.baseUrl, 'HELLO\r\n\r\n');
      expect(bodyOf(answer)).toMatchObject({ status: 400, code: 'invalid_request' });
    });

    it('a wrong parameter of the path is named', async () => {
      const { body } = await client.get('/api/v1/students/7');
      expect(body['errors']?.[0]).toMatchObject({ path: 'id', code: 'invalid_id' });
    });

    it('and after all of it the books are as they were', async () => {
      expect(await replay()).toBe(before);
    });
  });

  describe('what is taken', () => {
    it('an id in capital letters, as the same id: the same key is the same payment', async () => {
      const body = { amountMinor: 1, method: 'cash' };
      const first = await client.post(payments, body, 'capitals');
      const path = payments.replace(ids.studentId, ids.studentId.toUpperCase());
      const again = await client.post(path, body, 'capitals');
      expect([first.status, again.status]).toEqual([201, 201]);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(again.body).toEqual(first.body);
    });

    it('If-Match of a request that is sent again: the first answer, not 412', async () => {
      const body = { amountMinor: 2, method: 'cash' };
      const { headers } = await client.post(payments, { amountMinor: 1, method: 'cash' });
      const etag = { 'if-match': headers.get('etag') ?? '' };
      const first = await pay(body, etag, 'matched');
      const again = await pay(body, etag, 'matched');
      expect([first.status, again.status]).toEqual([201, 201]);
      expect(again.body).toEqual(first.body);
      expect((await pay(body, etag, 'too-late')).status).toBe(412);
    });

    it('a trace that is none is not kept in the books', async () => {
      const answer = await pay(
        { amountMinor: 3, method: 'cash' },
        { traceparent: 'no-trace' },
        't',
      );
      expect(answer.status).toBe(201);
      expect(await replay()).not.toContain('no-trace');
    });

    it('a POST that needs no body, without one and with a content type only', async () => {
      const open = (headers: Record<string, string>) =>
        client.send('POST', `/api/v1/terms/${NOBODY}/open`, { headers });
      expect(refused(await open({}))).toEqual([404, 'term_not_found']);
      const typed = await open({ 'content-type': 'application/json' });
      expect(refused(typed)).toEqual([404, 'term_not_found']);
    });

    it('requests in one go on one connection, answered in their order', async () => {
      const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
      const wire =
        get('/health/live') + get('/api/v1/nothing') + get('/health/live', 'Connection: close\r\n');
      const statuses = [...(await exchange(client.baseUrl, wire)).matchAll(/HTTP\/1\.1 (\d+)/g)];
      expect(statuses.map(([, status]) => status)).toEqual(['200', '404', '200']);
    });
  });

  it('with Prefer: wait=2 a command answers when the lists show it', async () => {
    const answer = await pay({ amountMinor: 5, method: 'cash' }, { prefer: 'wait=2' }, 'waited');
    expect(answer.headers.get('preference-applied')).toBe('wait=2');
    expect(answer.headers.get('stale')).toBeNull();
    const { body } = await client.get(`${payments}/${text(answer.body['payment']?.['id'])}`);
    expect(body['amountMinor']).toBe(5);
  });
});

async function cookieOf(client: TestClient): Promise<string> {
  const response = await fetch(`${client.baseUrl}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: 'correct horse battery' }),
  });
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

async function codeOf(response: Response): Promise<unknown> {
  return ((await response.json()) as { code?: unknown }).code;
}
