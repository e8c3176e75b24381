// Users: the first administrator, new users with a one-time password, a change of password.
import { randomUUID } from 'node:crypto';
import { AuthAudit, UserAccounts } from '../../src/modules/auth/index.js';
import { createUser, PASSWORD, startAuthApp, type AuthApp } from './auth-app.js';
import { Browser } from './browser.js';

const NEW_PASSWORD = 'another horse altogether';

describe('the first administrator', () => {
  it('is made once, when there is no user, with a random password that is told once', async () => {
    const app = await startAuthApp();
    try {
      const accounts = app.nest.get(UserAccounts);
      const made = await Promise.all([accounts.createFirstAdmin(), accounts.createFirstAdmin()]);
      const [first, ...others] = made.filter((admin) => admin !== undefined);
      expect(others).toEqual([]);
      expect(first?.username).toBe('admin');
      expect(await accounts.createFirstAdmin()).toBeUndefined();
      const browser = new Browser(app.url);
      const answer = await browser.logIn('admin', first?.oneTimePassword ?? '');
      expect(answer.json()).toMatchObject({ user: { roles: ['admin'] } });
    } finally {
      await app.stop();
    }
  });

  it('has the password of the configuration, which is not repeated', async () => {
    const environment = { ADMIN_USERNAME: 'head', ADMIN_PASSWORD: PASSWORD };
    const app = await startAuthApp({ environment });
    try {
      expect(await app.nest.get(UserAccounts).createFirstAdmin()).toEqual({ username: 'head' });
      expect((await new Browser(app.url).logIn('head', PASSWORD)).status).toBe(201);
    } finally {
      await app.stop();
    }
  });
});

describe('users', () => {
  let app: AuthApp;
  let admin: Browser;
  let username: string;

  beforeAll(async () => {
    app = await startAuthApp();
    await createUser(app, 'ada', 'admin');
    admin = new Browser(app.url);
    await admin.logIn('ada', PASSWORD);
  });
  afterAll(() => app.stop());
  beforeEach(() => (username = `u-${randomUUID()}`));

  const create = async () => {
    const json = { username, displayName: 'Carla Ortiz', roles: ['cashier'] };
    return admin.post('/api/v1/users', { json });
  };

  it('start with a one-time password that only serves for choosing an own one', async () => {
    const created = await create();
    expect(created.status).toBe(201);
    const oneTimePassword = String(created.json()['oneTimePassword']);
    const browser = new Browser(app.url);
    await browser.logIn(username, oneTimePassword);
    expect((await browser.get('/api/v1/probe/read')).json()['code']).toBe(
      'password_change_required',
    );
    const json = { currentPassword: oneTimePassword, newPassword: NEW_PASSWORD };
    expect((await browser.send('PUT', '/api/v1/password', { json })).status).toBe(204);
    expect((await browser.get('/api/v1/probe/read')).status).toBe(200);
    expect((await new Browser(app.url).logIn(username, oneTimePassword)).status).toBe(401);
    expect((await new Browser(app.url).logIn(username, NEW_PASSWORD)).status).toBe(201);
  });

  it('are refused twice under one name, whatever its case', async () => {
    await create();
    username = username.toUpperCase();
    const again = await create();
    expect([again.status, again.json()['code']]).toEqual([409, 'duplicate_username']);
  });

  it('are seen by administrators only', async () => {
    await create();
    const { items } = (await admin.get('/api/v1/users')).json() as { items: object[] };
    expect(items).toContainEqual(
      expect.objectContaining({ username, roles: ['cashier'], disabled: false }),
    );
    expect(JSON.stringify(items)).not.toMatch(/argon2|password/i);
    await createUser(app, `${username}-2`, 'bursar');
    const bursar = new Browser(app.url);
    await bursar.logIn(`${username}-2`, PASSWORD);
    expect((await bursar.get('/api/v1/users')).status).toBe(403);
  });

  it('I3: a change of password renews the own session and ends all others', async () => {
    await createUser(app, username, 'cashier');
    const [own, other] = [new Browser(app.url), new Browser(app.url)];
    await own.logIn(username, PASSWORD);
    await other.logIn(username, PASSWORD);
    const before = own.tab();
    const json = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    await own.send('PUT', '/api/v1/password', { json });
    expect((await own.get('/api/v1/probe/read')).status).toBe(200);
    expect((await before.get('/api/v1/probe/read')).json()['code']).toBe('session_superseded');
    expect((await other.get('/api/v1/probe/read')).json()['code']).toBe('session_revoked');
  });

  it('refuses a wrong current password and a weak new one, and changes nothing', async () => {
    await createUser(app, username, 'cashier');
    const own = new Browser(app.url);
    await own.logIn(username, PASSWORD);
    const change = async (currentPassword: string, newPassword: string) => {
      const json = { currentPassword, newPassword };
      return (await own.send('PUT', '/api/v1/password', { json })).json()['code'];
    };
    expect(await change('wrong password', NEW_PASSWORD)).toBe('invalid_credentials');
    expect(await change(PASSWORD, 'short')).toBe('weak_password');
    expect(await change(PASSWORD, 'aaaaaaaaaaaa')).toBe('weak_password');
    expect(await change(PASSWORD, `x${username}x`)).toBe('weak_password');
    expect(await change(PASSWORD, PASSWORD)).toBe('weak_password');
    expect((await new Browser(app.url).logIn(username, PASSWORD)).status).toBe(201);
  });
});

describe('the audit of log-ins', () => {
  let app: AuthApp;
  beforeAll(async () => (app = await startAuthApp()));
  afterAll(() => app.stop());

  const rows = async () => {
    const { rows: found } = await app.pool.query<Record<string, unknown>>(
      'select event, subject_id, details from app.auth_audit order by id',
    );
    return found;
  };

  it('records log-ins, refusals and ends in one chain, without secrets or tokens', async () => {
    const user = await createUser(app, 'carla', 'cashier');
    const browser = new Browser(app.url);
    await browser.logIn('carla', 'a wrong password');
    await browser.logIn('carla', PASSWORD);
    const token = browser.cookie?.split('=')[1] ?? '';
    await browser.logOut();
    const recorded = await rows();
    expect(recorded.map(({ event }) => event)).toEqual([
      'user_created',
      'login_failed',
      'login_succeeded',
      'logout',
    ]);
    expect(recorded.map((row) => row['subject_id'])).toEqual(recorded.map(() => user.id));
    await browser.logIn('a password typed in the wrong field', 'x');
    expect((await rows()).at(-1)).toEqual({
      event: 'login_failed',
      subject_id: null,
      details: { ip: '127.0.0.1' },
    });
    const text = JSON.stringify(recorded);
    expect([text.includes(token), text.includes('wrong password')]).toEqual([false, false]);
    expect(await app.nest.get(AuthAudit).firstBroken()).toBeUndefined();
  });

  it('has one chain however many record at once', async () => {
    const audit = app.nest.get(AuthAudit);
    await Promise.all(Array.from({ length: 20 }, () => audit.record('logout', {})));
    expect(await audit.firstBroken()).toBeUndefined();
  });

  it('can not be changed, and names the row that somebody changed by force', async () => {
    await expect(app.pool.query("update app.auth_audit set event = 'logout'")).rejects.toThrow(
      'append-only',
    );
    await app.pool.query('alter table app.auth_audit disable trigger all');
    await app.pool.query("update app.auth_audit set event = 'logout' where id = 2");
    expect(await app.nest.get(AuthAudit).firstBroken()).toBe(2n);
  });
});
