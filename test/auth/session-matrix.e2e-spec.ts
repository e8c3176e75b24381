// Requests in flight over a log-out, over HTTP: what each kind of answer becomes, and that nothing of
// a handler's answer is left when its session is gone.
import { randomUUID } from 'node:crypto';
import { createUser, PASSWORD, startAuthApp, type AuthApp } from './auth-app.js';
import { Browser, NAVIGATION, type Answer } from './browser.js';

describe('a request in flight over a log-out', () => {
  let app: AuthApp;
  let browser: Browser;
  let name: string;

  beforeAll(async () => {
    app = await startAuthApp();
    await createUser(app, 'carla', 'cashier');
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    browser = new Browser(app.url);
    await browser.logIn('carla', PASSWORD);
    name = randomUUID();
  });

  /** Starts a request in a second tab, logs out while its handler waits, lets it end. */
  async function overLogOut(start: (tab: Browser) => Promise<Answer>): Promise<Answer> {
    const tab = browser.tab();
    const answer = start(tab);
    await app.rendezvous.meeting(name).arrived;
    expect((await browser.logOut()).status).toBe(204);
    app.rendezvous.meeting(name).goOn();
    return answer;
  }

  const expectGone = (answer: Answer) => {
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ code: 'session_revoked', effect: 'none' });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Cookie /);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  };

  it('R3: one that only reads is answered, without a cookie and without an error', async () => {
    const answer = await overLogOut((tab) => tab.get(`/api/v1/probe/slow-read/${name}`));
    expect([answer.status, answer.json()]).toEqual([200, { read: true }]);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('R4, R5: one that changed its session gets 401, and nothing of the handler’s answer', async () => {
    const answer = await overLogOut((tab) => tab.post(`/api/v1/probe/slow-write/${name}`));
    expectGone(answer);
    expect(answer.text).not.toContain('body of the handler');
    for (const header of ['location', 'etag', 'set-cookie', 'x-handler']) {
      expect([header, answer.headers.get(header)]).toEqual([header, null]);
    }
  });

  it('R5: what the edge set before the handler stays: request id and policies', async () => {
    const answer = await overLogOut((tab) =>
      tab.post(`/api/v1/probe/slow-write/${name}`, { headers: { 'x-request-id': 'mine' } }),
    );
    expect(answer.headers.get('x-request-id')).toBe('mine');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  it('R4: a page goes to the log-in page and back', async () => {
    const answer = await overLogOut((tab) => tab.get(`/slow-page/${name}`, NAVIGATION));
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(
      `/login?next=%2Fslow-page%2F${name}&reason=revoked`,
    );
    expect(answer.text).not.toContain('Slow');
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('a redirect becomes 401 as well', async () => {
    expectGone(await overLogOut((tab) => tab.get(`/api/v1/probe/write-as/${name}`)));
  });

  it('a stream becomes 401 as well', async () => {
    expectGone(await overLogOut((tab) => tab.post(`/api/v1/probe/stream/${name}`)));
  });

  it('an answer that the handler sends itself becomes 401 as well', async () => {
    expectGone(await overLogOut((tab) => tab.post(`/api/v1/probe/own-reply/${name}`)));
  });

  it('E9, E10: a late answer neither deletes a fresh cookie nor brings the old one back', async () => {
    const tab = browser.tab();
    const late = tab.post(`/api/v1/probe/slow-write/${name}`);
    await app.rendezvous.meeting(name).arrived;
    await browser.logIn('carla', PASSWORD);
    app.rendezvous.meeting(name).goOn();
    const answer = await late;
    expect([answer.status, answer.json()['code']]).toEqual([401, 'session_superseded']);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect((await browser.get('/api/v1/probe/read')).status).toBe(200);
  });

  it('R10: a second log-out answers the same, in parallel and with a dead cookie', async () => {
    const answers = await Promise.all([browser.tab().logOut(), browser.tab().logOut()]);
    answers.push(await browser.tab().logOut());
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    for (const { headers } of answers) {
      expect(headers.getSetCookie()).toEqual(['sid=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax']);
    }
  });

  it('R8: an effect whose session ends before its gate does not happen', async () => {
    // The identity is known from before; the session ends behind the back of this process.
    await browser.post(`/api/v1/probe/effect/first-${name}`);
    await app.pool.query("update app.auth_session set revoked_at = now(), revoke_reason = 'ended'");
    expectGone(await browser.post(`/api/v1/probe/effect/${name}`));
    expect(app.rendezvous.effects).not.toContain(name);
  });

  it('R8: a log-out is answered after the effect that was under way', async () => {
    const effect = browser.tab().post(`/api/v1/probe/effect/slow-${name}`);
    const meeting = app.rendezvous.meeting(`slow-${name}`);
    await meeting.arrived;
    const order: string[] = [];
    const out = browser.logOut().then(() => order.push('log-out'));
    const revoked = async () => (await browser.tab().get('/api/v1/probe/read')).status === 401;
    while (!(await revoked())) order.push('still alive');
    const second = browser
      .tab()
      .logOut()
      .then(() => order.push('second log-out'));
    order.push('effect');
    meeting.goOn();
    expect((await effect).status).toBe(201);
    await Promise.all([out, second]);
    expect(order.filter((step) => step !== 'still alive').indexOf('effect')).toBe(0);
  });

  it('R8: in 160 races of an effect against a log-out, 401 and no effect or 2xx and one', async () => {
    for (let race = 0; race < 160; race += 8) {
      await Promise.all(Array.from({ length: 4 }, (_, i) => raceOfTwo(`${name}-${race + i}`)));
    }
  });

  /** One log-in, two effects, one log-out in between. */
  async function raceOfTwo(label: string): Promise<void> {
    const own = new Browser(app.url);
    await createUser(app, label, 'cashier');
    await own.logIn(label, PASSWORD);
    const names = [`${label}-a`, `${label}-b`];
    const effects = names.map((each) => own.tab().post(`/api/v1/probe/effect/${each}`));
    const tab = own.tab();
    await own.logOut();
    const atLogOut = app.rendezvous.effects.filter((each) => names.includes(each));
    const statuses = (await Promise.all(effects)).map(({ status }) => status);
    const happened = app.rendezvous.effects.filter((each) => names.includes(each));
    expect(happened).toEqual(atLogOut);
    expect(statuses.map((status) => status === 201)).toEqual(
      names.map((each) => happened.includes(each)),
    );
    expect(statuses.every((status) => status === 201 || status === 401)).toBe(true);
    expect((await tab.post(`/api/v1/probe/effect/${label}-c`)).status).toBe(401);
  }
});
