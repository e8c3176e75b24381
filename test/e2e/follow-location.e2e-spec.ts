// Whoever follows the Location of a write finds what was written, without a consistency token: a read
// model that has not seen it yet is waited for.
import { text } from '../support/api.js';
import { registerStudent, studentWhoOwes } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('the Location of a write', () => {
  let school: TestSchool;

  beforeAll(async () => {
    school = await startTestSchool();
  });
  afterAll(() => school.stop());

  it('answers 200 for each of 30 payments, right after the 201', async () => {
    const client = await school.client();
    const { studentId } = await studentWhoOwes(client);
    const path = `/api/v1/students/${studentId}/payments`;
    const found: number[] = [];
    for (let n = 0; n < 30; n += 1) {
      const { body, headers } = await client.post(path, { amountMinor: 100, method: 'cash' });
      const read = await client.get(headers.get('location') ?? '');
      found.push(read.status);
      expect(read.body['id']).toBe(body['payment']?.['id']);
    }
    expect(new Set(found)).toEqual(new Set([200]));
    const unknown = await client.get(`${path}/${UNKNOWN}`);
    expect([unknown.status, unknown.body['code']]).toEqual([404, 'payment_not_found']);
  });

  it('answers 200 for each of 10 students, and for account and balance, right after the 201', async () => {
    const client = await school.client();
    const found: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      const path = `/api/v1/students/${await registerStudent(client, `HS-7${n}`)}`;
      for (const address of [path, `${path}/account`, `${path}/balance`]) {
        found.push((await client.get(address)).status);
      }
    }
    expect(new Set(found)).toEqual(new Set([200]));
    const unknown = await client.get(`/api/v1/students/${UNKNOWN}/balance`);
    expect([unknown.status, unknown.body['code']]).toEqual([404, 'student_not_found']);
  });

  it('answers 200 for each of 10 charge runs, right after the 202', async () => {
    const client = await school.client();
    const terms = await client.get('/api/v1/terms/current');
    const runs = `/api/v1/terms/${text(terms.body['id'])}/charge-runs`;
    const found: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      const preview = await client.send('POST', `${runs}/preview`, { body: {} });
      const run = await client.post(runs, { digest: text(preview.body['digest']) });
      const read = await client.get(run.headers.get('location') ?? '');
      found.push(read.status);
      expect(read.body['id']).toBe(run.body['id']);
    }
    expect(new Set(found)).toEqual(new Set([200]));
    const unknown = await client.get(`/api/v1/charge-runs/${UNKNOWN}`);
    expect([unknown.status, unknown.body['code']]).toEqual([404, 'charge_run_not_found']);
  });
});
