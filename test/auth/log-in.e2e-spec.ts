// Log in, who am I, log out; what a cookie looks like and who is refused.
import { startAuthApp, createUser, PASSWORD, type AuthApp } from './auth-app.js';
import { Browser, NAVIGATION } from './browser.js';

describe('a log-in', () => {
  let app: AuthApp;
  let browser: Browser;

  beforeAll(async () => {
    app = await startAuthApp();
    await createUser(app, 'carla', 'cashier');
  });
  afterAll(() => app.stop());
  beforeEach(() => (browser = new Browser(app.url)));

  it('answers who signed in and until when, with a cookie that ends with the browser (E4, E7)', async () => {
    const answer = await browser.logIn('carla', PASSWORD);
    expect(answer.status).toBe(201);
    expect(answer.json()).toMatchObject({
      user: { username: 'carla', displayName: 'carla', roles: ['cashier'] },
      session: { kind: 'browser' },
    });
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^sid=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
  });

  it('lets the next request in, by the role that fits', async () => {
    await browser.logIn('carla', PASSWORD);
    const answer = await browser.get('/api/v1/probe/read');
    expect([answer.status, answer.json()]).toEqual([200, { username: 'carla', role: 'cashier' }]);
  });

  it('sends nobody in before', async () => {
    const api = await browser.get('/api/v1/probe/read');
    expect([api.status, api.json()['code']]).toEqual([401, 'session_required']);
    const page = await browser.get('/students?q=a', NAVIGATION);
    expect([page.status, page.headers.get('location')]).toEqual([
      302,
      '/login?next=%2Fstudents%3Fq%3Da',
    ]);
  });

  it('log-out ends it, clears the cookie with the same attributes (E8)', async () => {
    await browser.logIn('carla', PASSWORD);
    const tab = browser.tab();
    const out = await browser.logOut();
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()).toEqual(['sid=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax']);
    const after = await tab.get('/api/v1/probe/read');
    expect([after.status, after.json()['code']]).toEqual([401, 'session_revoked']);
  });

  it('E5: remembered, the cookie lasts as long as the session may', async () => {
    const answer = await browser.logIn('carla', PASSWORD, true);
    expect(answer.headers.getSetCookie()[0]).toContain('; Max-Age=2592000; ');
    const session = answer.json()['session'] as Record<string, string>;
    const days = (of: string) =>
      Math.round(
        (Date.parse(session[of] ?? '') - Date.parse(session['serverNow'] ?? '')) / 86_400_000,
      );
    expect([session['kind'], days('idleExpiresAt'), days('absoluteExpiresAt')]).toEqual([
      'remembered',
      7,
      30,
    ]);
  });

  it('I1: a second log-in in the same browser gives a new token and ends the old session', async () => {
    await browser.logIn('carla', PASSWORD);
    const before = browser.tab();
    await browser.post('/api/v1/probe/write/draft');
    await browser.logIn('carla', PASSWORD);
    expect(browser.cookie).not.toBe(before.cookie);
    expect((await before.get('/api/v1/probe/read')).json()['code']).toBe('session_superseded');
    expect((await browser.get('/api/v1/probe/data')).json()).toEqual({});
  });

  it('sets the cookie before the answer: the next page sees the log-in (W6)', async () => {
    await browser.logIn('carla', PASSWORD);
    expect((await browser.get('/maybe')).json()).toEqual({ signedIn: true });
  });

  it('M3: ten log-ins at once all succeed, and five sessions are left', async () => {
    const browsers = Array.from({ length: 10 }, () => new Browser(app.url));
    const answers = await Promise.all(browsers.map((each) => each.logIn('carla', PASSWORD)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    const alive = await Promise.all(browsers.map((each) => each.get('/api/v1/probe/read')));
    expect(alive.filter(({ status }) => status === 200)).toHaveLength(5);
  });

  it('says the same for a wrong password and an unknown user, and how to authenticate', async () => {
    const wrong = await browser.logIn('carla', 'wrong password');
    const unknown = await browser.logIn('nobody', 'wrong password');
    const { requestId: _a, ...first } = wrong.json();
    const { requestId: _b, ...second } = unknown.json();
    expect(first).toMatchObject({ status: 401, code: 'invalid_credentials' });
    expect(second).toEqual(first);
    expect(wrong.headers.get('www-authenticate')).toMatch(/^Cookie /);
    expect(wrong.headers.getSetCookie()).toEqual([]);
  });

  it('does not care about the case of a username', async () => {
    expect((await browser.logIn('Carla', PASSWORD)).status).toBe(201);
  });

  it('names every wrong field of a malformed log-in', async () => {
    const answer = await browser.post('/api/v1/session', { json: { username: 'carla', more: 1 } });
    expect(answer.status).toBe(400);
    const errors = answer.json()['errors'] as { path: string }[];
    expect(errors.map(({ path }) => path).sort()).toEqual(['more', 'password']);
  });

  it('takes no password from the address (14.2.1)', async () => {
    const answer = await browser.post(`/api/v1/session?username=carla&password=${PASSWORD}`, {
      json: {},
    });
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([400, []]);
  });

  it('shows my sessions, ends one and all others', async () => {
    await createUser(app, 'sara', 'cashier');
    const [a, b, c] = [new Browser(app.url), new Browser(app.url), new Browser(app.url)];
    for (const each of [a, b, c]) await each.logIn('sara', PASSWORD);
    const { items } = (await a.get('/api/v1/sessions')).json() as {
      items: { id: string; current: boolean; ip: string }[];
    };
    expect(items).toHaveLength(3);
    expect(items.filter(({ current }) => current)).toHaveLength(1);
    expect(items[0]?.ip).toBe('127.0.0.1');
    const bId = ((await b.get('/api/v1/session')).json()['session'] as { id: string }).id;
    expect((await a.delete(`/api/v1/sessions/${bId}`)).status).toBe(204);
    expect((await b.get('/api/v1/probe/read')).json()['code']).toBe('session_revoked');
    expect((await a.delete('/api/v1/sessions?except=current')).status).toBe(204);
    expect((await c.get('/api/v1/probe/read')).json()['code']).toBe('session_revoked');
    expect((await a.get('/api/v1/probe/read')).status).toBe(200);
    expect((await a.post('/api/v1/probe/effect/sara')).status).toBe(201);
    expect((await a.delete('/api/v1/sessions')).status).toBe(400);
  });

  it('ends nobody else’s session', async () => {
    await createUser(app, 'eve', 'cashier');
    await browser.logIn('carla', PASSWORD);
    const id = ((await browser.get('/api/v1/session')).json()['session'] as { id: string }).id;
    const eve = new Browser(app.url);
    await eve.logIn('eve', PASSWORD);
    const answer = await eve.delete(`/api/v1/sessions/${id}`);
    expect([answer.status, answer.json()['code']]).toEqual([404, 'session_not_found']);
    expect((await browser.get('/api/v1/probe/read')).status).toBe(200);
  });
});

describe('a log-in over https', () => {
  it('E7: sets __Host-sid, Secure, for this host alone', async () => {
    const app = await startAuthApp({ environment: { PUBLIC_URL: 'https://bursar.example' } });
    try {
      await createUser(app, 'carla', 'cashier');
      const answer = await new Browser(app.url).logIn('carla', PASSWORD);
      expect(answer.headers.getSetCookie()).toEqual([
        expect.stringMatching(/^__Host-sid=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      ]);
    } finally {
      await app.stop();
    }
  });
});
