// What an operator relies on: one id in header, log and problem; health that names the failing part;
// 503 with Retry-After while a store is away, and recovery without a hand; metrics; nothing secret in
// the log.
import { type TestClient, text } from '../support/api.js';
import { studentWhoOwes } from '../support/fixtures.js';
import { ADMIN, startTestSchool, type TestSchool } from '../support/school.js';

describe('operations', () => {
  let school: TestSchool;
  let client: TestClient;
  let studentId: string;

  beforeAll(async () => {
    school = await startTestSchool({ LOG_LEVEL: 'info' });
    client = await school.client();
    ({ studentId } = await studentWhoOwes(client));
  });
  afterAll(() => school.stop());

  it('takes a request id and says it in header, problem and log', async () => {
    const answer = await client.get('/api/v1/nothing', { 'x-request-id': 'from-the-client-7' });
    expect(answer.headers.get('x-request-id')).toBe('from-the-client-7');
    expect(answer.body['requestId']).toBe('from-the-client-7');
    await eventually(() => school.app.log().includes('"reqId":"from-the-client-7"'));
  });

  it('makes a request id where none or a bad one was sent', async () => {
    const answer = await client.get('/api/v1/nothing', { 'x-request-id': 'no spaces allowed' });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('logs no password, cookie or name', async () => {
    await client.get('/api/v1/students?q=Moyo');
    await eventually(() => school.app.log().includes('/api/v1/students'));
    const log = school.app.log();
    expect(log).not.toContain(ADMIN.password);
    expect(log).not.toMatch(/sid=/);
    expect(log).not.toContain('Moyo');
  });

  it('has metrics by route pattern, without ids', async () => {
    const { body } = await client.get('/metrics');
    const lines = text(body);
    expect(lines).toMatch(/http_request_seconds_count\{method="POST",route="\/api\/v1\/students"/);
    expect(lines).toMatch(/nodejs_eventloop_lag_seconds/);
    expect(lines).not.toContain(studentId);
  });

  it('while the event store is away: writes answer 503, reads go on, then all is well again', async () => {
    await school.eventStore.kill9();
    const path = `/api/v1/students/${studentId}/payments`;
    const paying = await client.post(path, { amountMinor: 100, method: 'cash' }, 'while-away');
    expect(paying.status).toBe(503);
    expect(['outcome_unknown', 'store_unavailable']).toContain(text(paying.body['code']));
    expect(paying.headers.get('retry-after')).not.toBeNull();
    const ready = await client.get('/health/ready');
    expect([ready.status, ready.body['code']]).toEqual([503, 'not_ready']);
    expect(ready.body['failing']).toContain('event-store');
    expect((await client.get('/api/v1/students')).status).toBe(200);
    expect((await client.get('/health/live')).status).toBe(200);
    await school.eventStore.restart();
    await eventually(async () => (await client.get('/health/ready')).status === 200);
    await eventually(
      async () =>
        (await client.post(path, { amountMinor: 100, method: 'cash' }, 'while-away')).status ===
        201,
    );
    const replay = JSON.stringify((await client.get(`/api/v1/students/${studentId}/replay`)).body);
    expect(replay.match(/"type":"PaymentRecorded"/g)).toHaveLength(1);
  });
});

async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 100) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it never came true');
}
