// Who is let in: deny by default, roles, other sites' requests, forms.
import { createUser, PASSWORD, startAuthApp, type AuthApp } from './auth-app.js';
import { Browser, NAVIGATION } from './browser.js';

describe('the guard', () => {
  let app: AuthApp;
  let cashier: Browser;

  const signedIn = async (username: string) => {
    const browser = new Browser(app.url);
    expect((await browser.logIn(username, PASSWORD)).status).toBe(201);
    return browser;
  };

  beforeAll(async () => {
    app = await startAuthApp();
    await createUser(app, 'carla', 'cashier');
    await createUser(app, 'ada', 'admin');
    await createUser(app, 'both', 'auditor', 'cashier');
    cashier = await signedIn('carla');
  });
  afterAll(() => app.stop());

  it('gives a request with its body one minute: dripped bytes hold no connection for ever', () => {
    expect(app.nest.getHttpServer().requestTimeout).toBe(60_000);
  });

  it('lets nobody use a route that says nothing about itself, not even an admin', async () => {
    const admin = await signedIn('ada');
    expect((await admin.get('/unmarked')).status).toBe(403);
    expect((await cashier.get('/unmarked')).status).toBe(403);
  });

  it('lets an admin use every route that has roles, others only theirs', async () => {
    const admin = await signedIn('ada');
    expect((await admin.get('/api/v1/probe/read')).json()).toEqual({
      username: 'ada',
      role: 'admin',
    });
    expect((await admin.get('/api/v1/probe/admin-only')).status).toBe(200);
    const refused = await cashier.get('/api/v1/probe/admin-only');
    expect([refused.status, refused.json()['code']]).toEqual([403, 'forbidden']);
  });

  it('names the first role that allows, in the order of the roles', async () => {
    const both = await signedIn('both');
    expect((await both.get('/api/v1/probe/read')).json()['role']).toBe('cashier');
  });

  it('8.3.2: a role that was taken away is gone at the next request', async () => {
    await createUser(app, 'rita', 'cashier');
    const rita = await signedIn('rita');
    expect((await rita.post('/api/v1/probe/effect/rita-1')).status).toBe(201);
    await app.pool.query("update app.app_user set roles = '{}' where username = 'rita'");
    const effect = await rita.post('/api/v1/probe/effect/rita-2');
    expect([effect.status, effect.json()['code']]).toEqual([403, 'rights_changed']);
    expect((await rita.post('/api/v1/probe/effect/rita-3')).json()['code']).toBe('forbidden');
    expect((await rita.get('/api/v1/probe/read')).status).toBe(403);
    expect(app.rendezvous.effects).toEqual(expect.not.arrayContaining(['rita-2', 'rita-3']));
  });

  it('M2: a disabled user is out at the next request', async () => {
    await createUser(app, 'dora', 'cashier');
    const dora = await signedIn('dora');
    await app.pool.query("update app.app_user set disabled_at = now() where username = 'dora'");
    expect((await dora.get('/api/v1/probe/read')).json()['code']).toBe('session_revoked');
    expect((await dora.logIn('dora', PASSWORD)).json()['code']).toBe('invalid_credentials');
  });

  it('lets whoever must change the password first do nothing else', async () => {
    const user = await createUser(app, 'nora', 'cashier');
    await app.pool.query('update app.app_user set must_change_password = true where id = $1', [
      user.id,
    ]);
    const nora = await signedIn('nora');
    const refused = await nora.get('/api/v1/probe/read');
    expect([refused.status, refused.json()['code']]).toEqual([403, 'password_change_required']);
    expect((await nora.get('/api/v1/session')).status).toBe(200);
    expect((await nora.logOut()).status).toBe(204);
  });

  describe('of other sites', () => {
    const code = async (headers: Record<string, string>, path = '/api/v1/probe/write/x') => {
      const answer = await cashier.post(path, { headers });
      return answer.status === 200 ? 'done' : answer.json()['code'];
    };

    it('takes changes from the same origin and from what is no browser', async () => {
      const host = new URL(app.url).host;
      expect(await code({ 'sec-fetch-site': 'same-origin' })).toBe('done');
      expect(await code({ 'sec-fetch-site': 'none' })).toBe('done');
      expect(await code({ origin: `http://${host}` })).toBe('done');
      expect(await code({})).toBe('done');
    });

    it('refuses changes that another site asks for', async () => {
      expect(await code({ 'sec-fetch-site': 'cross-site' })).toBe('cross_site_request');
      expect(await code({ 'sec-fetch-site': 'same-site' })).toBe('cross_site_request');
      expect(await code({ origin: 'https://evil.example' })).toBe('cross_site_request');
      expect(await code({ origin: 'null' })).toBe('cross_site_request');
    });

    it('refuses a log-in and a log-out that another site asks for (7.6.2)', async () => {
      const headers = { 'sec-fetch-site': 'cross-site' };
      const json = { username: 'carla', password: PASSWORD };
      const logIn = await new Browser(app.url).post('/api/v1/session', { headers, json });
      expect([logIn.status, logIn.headers.getSetCookie()]).toEqual([403, []]);
      const logOut = await cashier.send('DELETE', '/api/v1/session', { headers });
      expect(logOut.status).toBe(403);
      expect((await cashier.get('/api/v1/probe/read')).status).toBe(200);
    });

    it('lets people come in by a link from another site', async () => {
      const answer = await cashier.get('/students', {
        ...NAVIGATION,
        'sec-fetch-site': 'cross-site',
      });
      expect(answer.status).toBe(200);
    });
  });

  describe('of forms', () => {
    const token = async (browser: Browser) =>
      String((await browser.get('/form-token')).json()['token']);

    it('takes one with the token of its session', async () => {
      const form = { name: 'a', csrf: await token(cashier) };
      expect((await cashier.post('/students', { form })).status).toBe(200);
    });

    it('refuses one without, and one with the token of another session', async () => {
      const other = await signedIn('carla');
      const foreign = await token(other);
      const forms: Record<string, string>[] = [{ name: 'a' }, { csrf: '' }, { csrf: foreign }];
      for (const form of forms) {
        const answer = await cashier.post('/students', { form });
        expect([answer.status, answer.json()['code']]).toEqual([403, 'cross_site_request']);
      }
    });

    it('sends a form without a session to the log-in page by 303', async () => {
      const lost = new Browser(app.url);
      lost.cookie = `sid=${'A'.repeat(43)}`;
      const answer = await lost.post('/students', { headers: NAVIGATION, form: { name: 'a' } });
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        '/login?reason=expired',
      ]);
    });
  });
});
