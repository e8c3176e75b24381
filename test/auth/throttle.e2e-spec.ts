// Guessing is slowed down: by account and by address, over restarts, with waits that grow; a person is
// not locked out by somebody else's guesses.
import { createUser, PASSWORD, startAuthApp, type AuthApp } from './auth-app.js';
import { Browser, type Answer } from './browser.js';

describe('the throttle of log-ins', () => {
  let app: AuthApp;
  let browser: Browser;

  beforeAll(async () => {
    app = await startAuthApp();
    await createUser(app, 'carla', 'cashier');
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    await app.pool.query('truncate app.login_throttle, app.auth_session');
    browser = new Browser(app.url);
  });

  const guess = () => browser.logIn('carla', 'wrong password');
  const retryAfter = ({ headers }: Answer) => Number(headers.get('retry-after'));

  async function guesses(count: number): Promise<number[]> {
    const statuses = [];
    for (let n = 0; n < count; n++) statuses.push((await guess()).status);
    return statuses;
  }

  /** Lets every wait pass. */
  const waitOver = () =>
    app.pool.query(
      "update app.login_throttle set expire = 0 where key like 'account_failures:%' or key like 'address_failures:%'",
    );

  it('answers 429 after five failures, whatever the password is, and says when to come back', async () => {
    expect(await guesses(6)).toEqual([401, 401, 401, 401, 401, 429]);
    const right = await browser.logIn('carla', PASSWORD);
    expect([right.status, right.json()['code']]).toEqual([429, 'too_many_attempts']);
    expect(retryAfter(right)).toBeGreaterThan(50);
    expect(retryAfter(right)).toBeLessThanOrEqual(60);
  });

  it('checks no more than five passwords of twenty that come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, guess));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('doubles the wait with each further failure, up to a quarter of an hour', async () => {
    await guesses(5);
    const waits = [];
    for (let n = 0; n < 5; n++) {
      await waitOver();
      await guess();
      waits.push(retryAfter(await guess()));
    }
    expect(waits.map((seconds) => Math.round(seconds / 60))).toEqual([2, 4, 8, 15, 15]);
  });

  it('forgets the failures after a right password', async () => {
    await guesses(4);
    expect((await browser.logIn('carla', PASSWORD)).status).toBe(201);
    expect(await guesses(5)).toEqual([401, 401, 401, 401, 401]);
  });

  it('forgives nothing over a restart', async () => {
    await guesses(5);
    const second = await startAuthApp({ databaseUrl: app.databaseUrl });
    try {
      expect((await new Browser(second.url).logIn('carla', PASSWORD)).status).toBe(429);
    } finally {
      await second.stop();
    }
  });

  it('lets a person in from a known address while others guess', async () => {
    await browser.logIn('carla', PASSWORD);
    await guesses(5);
    // Counted for the account: the known address has a count of its own from here on.
    expect((await browser.logIn('carla', PASSWORD)).status).toBe(201);
    expect(await guesses(6)).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('counts an address over all accounts, known or not: fifty, then 429', async () => {
    const statuses = [];
    for (let n = 0; n < 51; n++) statuses.push((await browser.logIn(`user${n}`, 'wrong')).status);
    expect(statuses.slice(0, 50).every((status) => status === 401)).toBe(true);
    expect(statuses[50]).toBe(429);
    expect((await browser.logIn('carla', PASSWORD)).status).toBe(429);
  });

  it('records the beginning of a wait once, however many attempts it refuses', async () => {
    const { rows: before } = await app.pool.query('select 1 from app.auth_audit');
    await guesses(12);
    const { rows } = await app.pool.query<{ event: string; times: bigint }>(
      `select event, count(*) as times from
         (select event from app.auth_audit order by id offset $1) as since
       group by event order by event`,
      [before.length],
    );
    expect(rows).toEqual([
      { event: 'login_failed', times: 5n },
      { event: 'login_throttled', times: 1n },
    ]);
  });

  it('keeps no typed name in the clear', async () => {
    await browser.logIn('my-secret-typed-here', 'wrong');
    const { rows } = await app.pool.query<{ key: string }>('select key from app.login_throttle');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('my-secret');
  });
});
