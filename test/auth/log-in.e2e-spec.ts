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
});
