// The report that this project began with, as a test: sessions are stable (log-in, /students/,
// /dashboard/, in sequence and in parallel, log-out) and payments are healthy.
import { loadSampleSchool } from '../../samples/load.js';
import { list, TestClient, type ApiAnswer, text } from '../support/api.js';
import { ADMIN, startTestSchool, type TestSchool } from '../support/school.js';

const NAVIGATION = { accept: 'text/html' };
const FORM = {
  ...NAVIGATION,
  'content-type': 'application/x-www-form-urlencoded',
};

describe('the founding report', () => {
  let school: TestSchool;

  beforeAll(async () => {
    school = await startTestSchool({
      SCHOOL_NAME: 'Hillside School',
      SCHOOL_TIME_ZONE: 'Africa/Harare',
    });
    await loadSampleSchool({ baseUrl: school.app.url, ...ADMIN, say: () => undefined });
  });
  afterAll(() => school.stop());

  describe('sessions', () => {
    let browser: TestClient;
    const open = (path: string) => browser.get(path, NAVIGATION);
    const logIn = () =>
      browser.send('POST', '/login', {
        body: new URLSearchParams(ADMIN).toString(),
        headers: FORM,
      });
    const statuses = (answers: ApiAnswer[]) => answers.map(({ status }) => status);

    beforeEach(() => {
      browser = new TestClient(school.app.url);
    });

    it('nobody signed in: /students/ sends to the log-in and back', async () => {
      const answer = await open('/students/');
      expect(answer.status).toBe(302);
      expect(answer.headers.get('location')).toMatch(/^\/login\?next=%2Fstudents/);
    });

    it('log-in answers with a redirect and a cookie that works at once', async () => {
      expect((await open('/login')).status).toBe(200);
      expect((await logIn()).status).toBe(303);
      expect((await open('/students/')).status).toBe(200);
      expect((await open('/dashboard/')).status).toBe(200);
    });

    it('pages in sequence, twice: 200 each', async () => {
      await logIn();
      for (const path of ['/students/', '/dashboard/', '/students/', '/dashboard/']) {
        expect((await open(path)).status).toBe(200);
      }
    });

    it('40 pages in parallel, then again: 200 each', async () => {
      await logIn();
      for (let round = 0; round < 2; round++) {
        const paths = Array.from({ length: 40 }, (_, i) => (i % 2 ? '/students/' : '/dashboard/'));
        expect(statuses(await Promise.all(paths.map(open)))).toEqual(Array(40).fill(200));
      }
    });

    it('log-out while pages load: each is 200 or the way to the log-in, never an error', async () => {
      await logIn();
      const page = text((await open('/students/')).body);
      const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
      const logOut = browser.secondTab().send('POST', '/logout', {
        body: new URLSearchParams({ csrf }).toString(),
        headers: FORM,
      });
      const answers = await Promise.all(Array.from({ length: 20 }, () => open('/students/')));
      expect(statuses(answers).every((status) => status === 200 || status === 302)).toBe(true);
      expect((await logOut).status).toBe(303);
      expect((await open('/students/')).status).toBe(302);
    });
  });

  describe('payments', () => {
    it('five active students in Second Term (2026); Anert owes 40.00 of 120.00: PARTIAL', async () => {
      const client = await school.client();
      const term = await client.get('/api/v1/terms/current');
      expect(term.body['name']).toBe('Second Term (2026)');
      const answer = await client.get('/api/v1/students?status=active');
      const figures = list(answer.body['items']).map((item) => [
        text(item['givenName']) + ' ' + text(item['familyName']),
        item['balance']?.['chargedMinor'],
        item['balance']?.['paidMinor'],
        item['balance']?.['outstandingMinor'],
        item['balance']?.['creditMinor'],
        item['balance']?.['paymentStatus'],
      ]);
      expect(figures.toSorted((a, b) => (text(a[0]) < text(b[0]) ? -1 : 1))).toEqual([
        ['Anert Moyo', 12_000, 8000, 4000, 0, 'PARTIAL'],
        ['Farai Dube', 12_000, 12_000, 0, 3000, 'CREDIT'],
        ['Lindiwe Sibanda', 12_000, 6000, 6000, 0, 'PARTIAL'],
        ['Rudo Chikwanha', 12_000, 0, 12_000, 0, 'UNPAID'],
        ['Tendai Ncube', 12_000, 12_000, 0, 0, 'PAID'],
      ]);
    });

    it('the dashboard says the same: expected 600.00, collected 380.00, outstanding 220.00, credit 30.00', async () => {
      const client = await school.client();
      const { body } = await client.get('/api/v1/dashboard');
      expect(body).toMatchObject({
        expectedMinor: 60_000,
        collectedMinor: 38_000,
        outstandingMinor: 22_000,
        creditMinor: 3000,
      });
    });

    it('loading the sample again changes nothing', async () => {
      const again = await loadSampleSchool({
        baseUrl: school.app.url,
        ...ADMIN,
        say: () => undefined,
      });
      expect(again).toBe(false);
    });
  });
});
