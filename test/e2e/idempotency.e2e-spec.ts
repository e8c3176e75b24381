// Rule 1 and rule 7 under load: one key is one payment, and numbers have no gaps.
import type { TestClient } from '../support/api.js';
import { registerStudent, studentWhoOwes } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';

describe('payments in parallel', () => {
  let school: TestSchool;
  let client: TestClient;
  let studentId: string;

  beforeAll(async () => {
    school = await startTestSchool();
    client = await school.client();
    ({ studentId } = await studentWhoOwes(client));
  });
  afterAll(() => school.stop());

  const pay = (to: string, amountMinor: number, key?: string) =>
    client.post(`/api/v1/students/${to}/payments`, { amountMinor, method: 'cash' }, key);

  it('50 posts with one key record one payment and get one answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => pay(studentId, 100, 'one-key')),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(201));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const fresh = answers.filter(({ headers }) => headers.get('idempotency-replayed') === null);
    expect(fresh).toHaveLength(1);
    const account = await client.get(`/api/v1/students/${studentId}/balance`, {
      'consistency-token': answers[0]?.headers.get('consistency-token') ?? '',
    });
    expect(account.body['totals']).toMatchObject({ paidMinor: 100 });
  });

  it('refuses the key with another body: 422, nothing written', async () => {
    const other = await pay(studentId, 101, 'one-key');
    expect([other.status, other.body['code']]).toEqual([422, 'idempotency_key_reused']);
  });

  it('needs a key: 400 without one', async () => {
    const answer = await client.send('POST', `/api/v1/students/${studentId}/payments`, {
      body: { amountMinor: 100, method: 'cash' },
    });
    expect([answer.status, answer.body['code']]).toEqual([400, 'idempotency_key_required']);
  });

  it('200 payments on 20 students take the receipts 2 to 201, each once', async () => {
    const students = await Promise.all(
      Array.from({ length: 20 }, (_, i) => registerStudent(client, `HS-${1000 + i}`)),
    );
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => pay(students[i % 20] ?? '', 500)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const numbers = answers.map(({ body }) => Number(body['payment']?.['receiptNo']));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i + 2));
  });
});
