// When a session is written, and what its store's failure becomes.
import { randomUUID } from 'node:crypto';
import { SessionTouches } from '../../src/modules/auth/index.js';
import { SessionReaper } from '../../src/modules/auth/sessions/session-reaper.js';
import { createUser, PASSWORD, startAuthApp, type AuthApp } from './auth-app.js';
import { Browser, NAVIGATION } from './browser.js';

describe('a session', () => {
  let app: AuthApp;
  let browser: Browser;
  let sessionId: string;

  beforeAll(async () => {
    app = await startAuthApp();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    const username = randomUUID();
    await createUser(app, username, 'cashier');
    browser = new Browser(app.url);
    const answer = await browser.logIn(username, PASSWORD);
    sessionId = (answer.json()['session'] as { id: string }).id;
  });

  const row = async () => {
    const { rows } = await app.pool.query<{ version: bigint; last_seen_at: Date; data: object }>(
      'select version, last_seen_at, data from app.auth_session where id = $1',
      [sessionId],
    );
    return rows[0];
  };

  const age = (seconds: number) =>
    app.pool.query(
      `update app.auth_session set last_seen_at = last_seen_at - make_interval(secs => $2),
         idle_expires_at = idle_expires_at - make_interval(secs => $2) where id = $1`,
      [sessionId, seconds],
    );

  const data = async () => (await browser.get('/api/v1/probe/data')).json();

  it('W1: 20 requests that change nothing write no data and touch it once at most', async () => {
    await age(120);
    const before = await row();
    await Promise.all(Array.from({ length: 20 }, () => browser.get('/api/v1/probe/read')));
    await app.nest.get(SessionTouches).settled();
    const after = await row();
    expect(after?.version).toBe(before?.version);
    expect(after?.last_seen_at.getTime()).toBeGreaterThan(before?.last_seen_at.getTime() ?? 0);
    await Promise.all(Array.from({ length: 20 }, () => browser.get('/api/v1/probe/read')));
    await app.nest.get(SessionTouches).settled();
    expect(await row()).toEqual(after);
  });

  it('E11, M5: polling and asking who is signed in never extend it; "extend" does', async () => {
    await age(3000);
    const before = await row();
    await browser.get('/api/v1/probe/poll');
    await browser.get('/api/v1/session');
    await app.nest.get(SessionTouches).settled();
    expect(await row()).toEqual(before);
    const extended = await browser.post('/api/v1/session/extend');
    expect(extended.status).toBe(200);
    const { serverNow, idleExpiresAt } = extended.json()['session'] as Record<string, string>;
    const seconds = (Date.parse(idleExpiresAt ?? '') - Date.parse(serverNow ?? '')) / 1000;
    expect(Math.round(seconds)).toBe(3600);
  });

  it('E1: an hour without activity ends it', async () => {
    await age(3601);
    const answer = await browser.get('/api/v1/probe/read');
    expect([answer.status, answer.json()['code']]).toEqual([401, 'session_expired']);
  });

  it('L1: 50 parallel requests that each set another key leave 50 keys', async () => {
    const keys = Array.from({ length: 50 }, (_, i) => `k${i}`).sort();
    await Promise.all(keys.map((key) => browser.post(`/api/v1/probe/write/${key}`)));
    expect(Object.keys(await data()).sort()).toEqual(keys);
  });

  it('W2, W3: a refused request keeps its change, a failed one does not', async () => {
    expect((await browser.post('/api/v1/probe/status/422')).status).toBe(422);
    expect((await browser.post('/api/v1/probe/status/500')).status).toBe(500);
    expect(await data()).toEqual({ at422: true });
  });

  it('W7: emptied, it stays', async () => {
    await browser.post('/api/v1/probe/write/a');
    await browser.post('/api/v1/probe/unset/a');
    expect(await data()).toEqual({});
  });

  it('is frozen on a route with an effect: changing it there is a bug and fails', async () => {
    expect((await browser.get('/api/v1/probe/unmarked-effect')).status).toBe(500);
    expect(await data()).toEqual({});
  });

  it('is not looked up by the guard of an effect that follows another: the gate looks', async () => {
    const loads = async () =>
      Number(
        /session_store_seconds_count\{op="load"\} (\d+)/.exec(await app.metrics.metrics())?.[1],
      );
    await browser.post('/api/v1/probe/effect/one');
    const before = await loads();
    for (const name of ['two', 'three']) await browser.post(`/api/v1/probe/effect/${name}`);
    expect(await loads()).toBe(before);
    await browser.get('/api/v1/probe/read');
    expect(await loads()).toBe(before + 1);
  });

  it('that ends in between is counted by reason, phase and kind', async () => {
    const name = randomUUID();
    const slow = browser.tab().post(`/api/v1/probe/slow-write/${name}`);
    await app.rendezvous.meeting(name).arrived;
    const tab = browser.tab();
    await browser.logOut();
    app.rendezvous.meeting(name).goOn();
    await slow;
    await tab.get('/students', NAVIGATION);
    const text = await app.metrics.metrics();
    const counted = (phase: string, kind: string) =>
      text.includes(
        `session_interrupted_total{reason="revoked",phase="${phase}",kind="${kind}"} 1`,
      );
    expect([counted('commit', 'api'), counted('request', 'page')]).toEqual([true, true]);
    expect(text).toMatch(/session_commit_total\{outcome="revoked"\} 1/);
  });

  it('is ended by the reaper when its time is over, and counted while it lives', async () => {
    await age(3601);
    expect(await app.nest.get(SessionReaper).reap()).toBeGreaterThanOrEqual(1);
    const text = await app.metrics.metrics();
    expect(text).toMatch(/session_reaped_total [1-9]/);
    expect(text).toMatch(/sessions_live \d/);
    expect((await browser.get('/api/v1/probe/read')).json()['code']).toBe('session_expired');
  });

  it('W9: an answer that depends on it says so and is not kept; others say nothing', async () => {
    const dependent = await browser.get('/api/v1/probe/read');
    expect(dependent.headers.get('vary')).toMatch(/\bCookie\b/);
    expect(dependent.headers.get('cache-control')).toBe('no-store');
    const independent = await browser.get('/open');
    expect(independent.headers.get('vary') ?? '').not.toMatch(/cookie/i);
    expect(independent.headers.get('cache-control')).toBeNull();
    expect((await browser.get('/maybe')).json()).toEqual({ signedIn: true });
  });

  it('W5: a malformed cookie is nobody’s, without a question to the store and without a 500', async () => {
    for (const token of ['', 'short', 'a/b', 'x'.repeat(10_000), '%00', '%']) {
      const odd = new Browser(app.url);
      odd.cookie = `sid=${token}`;
      const answer = await odd.get('/api/v1/probe/read');
      expect([answer.status, answer.json()['code']]).toEqual([401, 'session_required']);
    }
  });

  it('W4: an unknown token has expired, makes no session and is told to the metrics', async () => {
    const odd = new Browser(app.url);
    odd.cookie = `sid=${'A'.repeat(43)}`;
    const answer = await odd.get('/api/v1/probe/read');
    expect([answer.status, answer.json()['code']]).toEqual([401, 'session_expired']);
    expect(await app.metrics.metrics()).toMatch(/session_unknown_token_total [1-9]/);
  });

  describe('whose store is away', () => {
    const away = async (while_: () => Promise<void>) => {
      await app.pool.query('alter table app.auth_session rename to hidden');
      try {
        await while_();
      } finally {
        await app.pool.query('alter table app.hidden rename to auth_session');
      }
    };

    it('R7: at load: 503 and a time to come back, never "not signed in"', async () => {
      await away(async () => {
        const answer = await browser.get('/api/v1/probe/read');
        expect([answer.status, answer.json()['code']]).toEqual([503, 'store_unavailable']);
        expect(answer.headers.get('retry-after')).toBe('2');
        expect((await browser.get('/students', NAVIGATION)).status).toBe(503);
        expect((await browser.get('/maybe')).status).toBe(503);
      });
      expect((await browser.get('/api/v1/probe/read')).status).toBe(200);
    });

    it('R6: at commit: 503, and nothing of the handler’s answer', async () => {
      const name = randomUUID();
      const answer = browser.post(`/api/v1/probe/slow-write/${name}`);
      await app.rendezvous.meeting(name).arrived;
      await away(async () => {
        app.rendezvous.meeting(name).goOn();
        const answered = await answer;
        const { status, headers, text } = answered;
        expect([status, answered.json()['code']]).toEqual([503, 'store_unavailable']);
        expect(headers.get('location')).toBeNull();
        expect(headers.getSetCookie()).toEqual([]);
        expect(text).not.toContain('body of the handler');
      });
    });

    it('at the gate: 503, and no effect', async () => {
      await browser.post('/api/v1/probe/effect/known');
      await away(async () => {
        const answer = await browser.post('/api/v1/probe/effect/away');
        expect([answer.status, answer.json()['code']]).toEqual([503, 'store_unavailable']);
      });
      expect(app.rendezvous.effects).not.toContain('away');
    });

    it('at log-out: 503, but the browser forgets its cookie', async () => {
      await away(async () => {
        const answer = await browser.logOut();
        expect(answer.status).toBe(503);
        expect(answer.headers.getSetCookie()).toHaveLength(1);
        expect(browser.cookie).toBeUndefined();
      });
    });
  });
});
