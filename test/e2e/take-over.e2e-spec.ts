// Two processes of the application on one pair of stores: one projects, and when it is killed the other
// one goes on from the last applied event: nothing is lost, nothing is counted twice.
import { TestClient, text } from '../support/api.js';
import { studentWhoOwes } from '../support/fixtures.js';
import { startApp, startTestSchool, type RunningApp, type TestSchool } from '../support/school.js';
import { ADMIN } from '../support/school.js';

const LOOKS_MAX = 200;

describe('the process that projects', () => {
  let school: TestSchool;
  let second: RunningApp;

  beforeAll(async () => {
    school = await startTestSchool();
    second = await startApp(school.environment);
  });
  afterAll(async () => {
    await second.stop();
    await school.stop();
  });

  it('is killed: the other takes over, and each payment is in the balance once', async () => {
    const { studentId } = await studentWhoOwes(await school.client());
    const other = new TestClient(second.url);
    await other.logIn(ADMIN.username, ADMIN.password);
    expect(await leads(school.app.url)).toBe(true);
    const pay = (n: number) =>
      other.post(
        `/api/v1/students/${studentId}/payments`,
        { amountMinor: 100, method: 'cash' },
        `over-${n}`,
      );
    const before = await Promise.all([1, 2, 3, 4, 5].map(pay));

    await school.app.kill9();
    const after = await Promise.all([6, 7, 8, 9, 10].map(pay));

    expect([...before, ...after].map(({ status }) => status)).toEqual(Array(10).fill(201));
    await untilTrue(() => leads(second.url));
    await untilTrue(async () => {
      const { body } = await other.get(`/api/v1/students/${studentId}/account`);
      return (body['payments'] as unknown as unknown[]).length === 10;
    });
    const { body } = await other.get(`/api/v1/students/${studentId}/balance`);
    expect(body['totals']).toMatchObject({ paidMinor: 1_000 });
  });
});

async function leads(url: string): Promise<boolean> {
  const { body } = await new TestClient(url).get('/metrics');
  return /^bursar_projection_leader 1$/m.test(text(body));
}

async function untilTrue(look: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < LOOKS_MAX; n += 1) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not happen');
}
