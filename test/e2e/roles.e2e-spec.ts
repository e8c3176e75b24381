// Who may do what, on every kind of route, with users as an administrator makes them: a one-time
// password that opens nothing but the choice of an own one.
import { TestClient, text } from '../support/api.js';
import { studentWhoOwes } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';

const OWN_PASSWORD = 'four words of mine';
const PAGE = { accept: 'text/html' };
const FORM = { ...PAGE, 'content-type': 'application/x-www-form-urlencoded' };

describe('roles', () => {
  let school: TestSchool;
  let admin: TestClient;
  let ids: { studentId: string; termId: string };
  const clients = new Map<string, TestClient>();

  const newUser = async (username: string, role: string): Promise<string> => {
    const body = { username, displayName: `The ${role}`, roles: [role] };
    const created = await admin.post('/api/v1/users', body);
    expect(created.status).toBe(201);
    return text(created.body['oneTimePassword']);
  };

  beforeAll(async () => {
    school = await startTestSchool();
    admin = await school.client();
    ids = await studentWhoOwes(admin);
    clients.set('admin', admin);
    clients.set('nobody', new TestClient(school.app.url));
    for (const role of ['bursar', 'cashier', 'auditor']) {
      const currentPassword = await newUser(`a-${role}`, role);
      const client = new TestClient(school.app.url);
      await client.logIn(`a-${role}`, currentPassword);
      const change = { currentPassword, newPassword: OWN_PASSWORD };
      await client.put('/api/v1/password', change);
      clients.set(role, client);
    }
  });
  afterAll(() => school.stop());

  const as = (who: string): TestClient => {
    const client = clients.get(who);
    if (client === undefined) throw new Error(`nobody is ${who}`);
    return client;
  };
  const all = ['nobody', 'auditor', 'cashier', 'bursar', 'admin'];

  it.each([
    ['GET', '/api/v1/students', {}, [401, 200, 200, 200, 200]],
    ['GET', '/api/v1/students/STUDENT/account', {}, [401, 200, 200, 200, 200]],
    ['GET', '/api/v1/students/STUDENT/replay', {}, [401, 200, 403, 200, 200]],
    ['POST', '/api/v1/students/STUDENT/payments', {}, [401, 403, 400, 400, 400]],
    ['POST', '/api/v1/students/STUDENT/charges', {}, [401, 403, 403, 400, 400]],
    ['POST', '/api/v1/students/STUDENT/payments/TERM/reverse', {}, [401, 403, 403, 400, 400]],
    ['POST', '/api/v1/students/STUDENT/payments/TERM/refund', {}, [401, 403, 403, 400, 400]],
    ['POST', '/api/v1/students/STUDENT/payments/TERM/move', {}, [401, 403, 403, 400, 400]],
    ['POST', '/api/v1/students/STUDENT/payments/TERM/hold', {}, [401, 403, 403, 400, 400]],
    ['POST', '/api/v1/students/STUDENT/refunds/TERM/reverse', {}, [401, 403, 403, 400, 400]],
    ['POST', '/api/v1/receipts/2026/9999/reprints', {}, [401, 403, 404, 404, 404]],
    ['GET', '/api/v1/commands/nobody-s-key', {}, [401, 200, 200, 200, 200]],
    ['POST', '/api/v1/students', {}, [401, 403, 403, 400, 400]],
    ['POST', '/api/v1/terms', {}, [401, 403, 403, 400, 400]],
    ['POST', '/api/v1/terms/TERM/open', {}, [401, 403, 403, 409, 409]],
    ['PUT', '/api/v1/terms/TERM/fee-schedule', {}, [401, 403, 403, 400, 400]],
    ['POST', '/api/v1/terms/TERM/charge-runs/preview', {}, [401, 403, 403, 200, 200]],
    ['POST', '/api/v1/terms/TERM/charge-runs', {}, [401, 403, 403, 400, 400]],
    ['PUT', '/api/v1/school', { name: 1 }, [401, 403, 403, 403, 400]],
    ['GET', '/api/v1/users', {}, [401, 403, 403, 403, 200]],
    ['POST', '/api/v1/users', {}, [401, 403, 403, 403, 400]],
    ['GET', '/api/v1/session', {}, [401, 200, 200, 200, 200]],
    ['GET', '/dashboard', {}, [401, 200, 200, 200, 200]],
    ['GET', '/terms', {}, [401, 200, 200, 200, 200]],
    ['GET', '/terms/TERM/open', {}, [401, 403, 403, 200, 200]],
    ['GET', '/terms/TERM/charge-run', {}, [401, 403, 403, 200, 200]],
    ['GET', '/students/new', {}, [401, 403, 403, 200, 200]],
    ['GET', '/students/STUDENT/details', {}, [401, 200, 200, 200, 200]],
    ['GET', '/students/STUDENT/adjustments', {}, [401, 403, 403, 200, 200]],
    ['GET', '/students/STUDENT/withdraw', {}, [401, 403, 403, 200, 200]],
  ])('%s %s answers each role as it may', async (method, route, body, expected) => {
    const path = route.replace('STUDENT', ids.studentId).replace('TERM', ids.termId);
    const sent = method === 'GET' ? {} : { body };
    const answers = await Promise.all(all.map((who) => as(who).send(method, path, sent)));
    expect(answers.map((answer) => answer.status)).toEqual(expected);
  });

  it('an auditor sees an account without a form, and the form is refused all the same', async () => {
    const auditor = as('auditor');
    const page = text((await auditor.get(`/students/${ids.studentId}`, PAGE)).body);
    expect(page.match(/method="post" action="[^"]*"/g)).toEqual(['method="post" action="/logout"']);
    const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const sent = new URLSearchParams({ csrf, idempotencyKey: 'a', amount: '1', method: 'cash' });
    const answer = await auditor.send('POST', `/students/${ids.studentId}/payments`, {
      body: sent.toString(),
      headers: FORM,
    });
    expect(answer.status).toBe(403);
  });

  it('a new cashier with a browser: one page first, then the whole desk', async () => {
    const oneTime = await newUser('newcomer', 'cashier');
    const browser = new TestClient(school.app.url);
    const send = (path: string, fields: Record<string, string>) =>
      browser.send('POST', path, { body: new URLSearchParams(fields).toString(), headers: FORM });
    await send('/login', { username: 'newcomer', password: oneTime });
    const barred = await browser.get('/dashboard', PAGE);
    expect(barred.status).toBe(403);
    expect(text(barred.body)).toContain('href="/password"');
    const page = await browser.get('/password', PAGE);
    expect(page.status).toBe(200);
    const csrf = /name="csrf" value="([^"]+)"/.exec(text(page.body))?.[1] ?? '';
    const change = (currentPassword: string, newPassword: string) =>
      send('/password', { csrf, currentPassword, newPassword });
    expect((await change('a guess', OWN_PASSWORD)).status).toBe(401);
    expect((await change(oneTime, 'short')).status).toBe(422);
    expect((await send('/password', { csrf: 'x', currentPassword: oneTime })).status).toBe(403);
    const changed = await change(oneTime, OWN_PASSWORD);
    expect([changed.status, changed.headers.get('location')]).toEqual([303, '/dashboard']);
    expect((await browser.get('/dashboard', PAGE)).status).toBe(200);
  });
});
