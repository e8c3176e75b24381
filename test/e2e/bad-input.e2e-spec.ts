// Bad input is answered with a 4xx and a stable code, writes nothing, and is never a 500.
import type { ApiAnswer, TestClient } from '../support/api.js';
import { studentWhoOwes } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';

describe('bad input', () => {
  let school: TestSchool;
  let client: TestClient;
  let studentId: string;
  let before: string;

  beforeAll(async () => {
    school = await startTestSchool();
    client = await school.client();
    ({ studentId } = await studentWhoOwes(client));
    before = await facts();
  });
  afterAll(() => school.stop());

  const facts = async () =>
    JSON.stringify((await client.get(`/api/v1/students/${studentId}/replay`)).body);
  const pay = (body: object) => client.post(`/api/v1/students/${studentId}/payments`, body);
  const raw = (body: string, headers: Record<string, string> = {}): Promise<ApiAnswer> =>
    client.send('POST', `/api/v1/students/${studentId}/payments`, {
      body,
      headers: { 'idempotency-key': 'raw', ...headers },
    });
  const refused = ({ status, body, headers }: ApiAnswer) => {
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body['requestId']).toBe(headers.get('x-request-id'));
    return [status, body['code']];
  };

  it.each([
    ['a float', 10.5],
    ['a string', '8000'],
    ['a negative amount', -1],
    ['zero', 0],
    ['10^12', 1_000_000_000_000],
    ['an unsafe integer', 2 ** 53],
    ['null', null],
  ])('%s is no amount: 400 amount_out_of_range', async (_name, amountMinor) => {
    expect(refused(await pay({ amountMinor, method: 'cash' }))).toEqual([
      400,
      'amount_out_of_range',
    ]);
  });

  it('an unknown field: 400 unknown_field, named', async () => {
    const answer = await pay({ amountMinor: 100, method: 'cash', amount: 100 });
    expect(refused(answer)).toEqual([400, 'unknown_field']);
    expect(answer.body['errors']?.[0]).toMatchObject({ path: 'amount', code: 'unknown_field' });
  });

  it('an unknown query parameter: 400 unknown_field', async () => {
    expect(refused(await client.get('/api/v1/students?colour=red'))).toEqual([
      400,
      'unknown_field',
    ]);
  });

  it('2026-02-30 is no day: 400 invalid_date', async () => {
    const answer = await pay({ amountMinor: 100, method: 'cash', effectiveDate: '2026-02-30' });
    expect(refused(answer)).toEqual([400, 'invalid_date']);
  });

  it('a day in the future: 422 date_in_future', async () => {
    const answer = await pay({ amountMinor: 100, method: 'cash', effectiveDate: '2999-01-01' });
    expect(refused(answer)).toEqual([422, 'date_in_future']);
  });

  it('an unknown method: 400', async () => {
    expect(refused(await pay({ amountMinor: 100, method: 'gold' }))[0]).toBe(400);
  });

  it.each([
    ['a mark that turns the words after it', 'Moyo\u202e00.001 diap'],
    ['an isolate', '\u2067Moyo'],
    ['a line separator inside', 'Mo\u2028yo'],
    ['nothing that can be seen', '\u200b\u200d'],
    ['half a character', '\ud800'],
  ])('a name with %s: 400', async (_name, payer) => {
    expect(refused(await pay({ amountMinor: 100, method: 'cash', payer }))[0]).toBe(400);
  });

  it('broken JSON: 400 invalid_json', async () => {
    expect(refused(await raw('{"amountMinor":'))).toEqual([400, 'invalid_json']);
  });

  it.each(['[]', '"text"', '7', 'null', ''])('a body of %s: 400', async (body) => {
    expect(refused(await raw(body))[0]).toBe(400);
  });

  it('a body of 10 MB: 413 body_too_large', async () => {
    expect(refused(await raw(`{"note":"${'x'.repeat(10_000_000)}"}`))).toEqual([
      413,
      'body_too_large',
    ]);
  });

  it('a form or plain text instead of JSON: 415', async () => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(refused(await raw('amountMinor=100', type))).toEqual([415, 'unsupported_media_type']);
  });

  it('allocations above the amount: 422 allocation_exceeds', async () => {
    const account = await client.get(`/api/v1/students/${studentId}/account`);
    const chargeId = account.body['charges']?.[0]?.['id'];
    const allocations = [{ chargeId, amountMinor: 200 }];
    const answer = await pay({ amountMinor: 100, method: 'cash', allocations });
    expect(refused(answer)).toEqual([422, 'allocation_exceeds']);
  });

  it('an unknown student: 404 student_not_found', async () => {
    const path = '/api/v1/students/01890000-0000-7000-8000-000000000000';
    const answer = await client.post(`${path}/payments`, { amountMinor: 1, method: 'cash' });
    expect(refused(answer)).toEqual([404, 'student_not_found']);
    expect(refused(await client.get(path))).toEqual([404, 'student_not_found']);
  });

  it.each(['not-a-uuid', '%00', 'x'.repeat(3000), '../../etc'])(
    'an id like %s: 4xx with a code',
    async (id) => {
      const answer = await client.get(`/api/v1/students/${id}`);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(typeof answer.body['code']).toBe('string');
    },
  );

  it.each(['abc', '', '%F0', 'eyJhIjoxfQ'])('the cursor %s: 400 bad_cursor', async (cursor) => {
    expect(refused(await client.get(`/api/v1/students?cursor=${cursor}`))).toEqual([
      400,
      'bad_cursor',
    ]);
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'status=asleep', 'termId=7', 'sort=shoe'])(
    'the filter %s: 400, never an empty page',
    async (query) => {
      expect(refused(await client.get(`/api/v1/students?${query}`))[0]).toBe(400);
    },
  );

  it('an unknown path: 404; a known one with another method: 405 with Allow', async () => {
    expect(refused(await client.get('/api/v1/nothing'))).toEqual([404, 'not_found']);
    const answer = await client.delete(`/api/v1/students/${studentId}/payments`);
    expect(refused(answer)).toEqual([405, 'method_not_allowed']);
    expect(answer.headers.get('allow')).toContain('POST');
  });

  it('and after all of it the books are as they were', async () => {
    expect(await facts()).toBe(before);
  });
});
