// Two processes of the application on one pair of stores, as behind a load balancer: a session that
// ended on one is dead on the other, guesses add up, and an outage is called an outage.
import pg from 'pg';
import { type Json, TestClient, text } from '../support/api.js';
import { studentWhoOwes } from '../support/fixtures.js';
import { ADMIN, startApp, startTestSchool, type RunningApp } from '../support/school.js';
import type { TestSchool } from '../support/school.js';

const FORM = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };

describe('two processes', () => {
  let school: TestSchool;
  let second: RunningApp;
  let studentId: string;

  beforeAll(async () => {
    school = await startTestSchool();
    second = await startApp(school.environment);
    ({ studentId } = await studentWhoOwes(await school.client()));
  });
  afterAll(async () => {
    await second.stop();
    await school.stop();
  });

  /** One browser that reaches both: the cookie of a log-in on the first. */
  const onBoth = async () => {
    const response = await fetch(`${school.app.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ADMIN),
    });
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const on =
      (baseUrl: string) =>
      (method: string, path: string, more: Request = {}) =>
        new TestClient(baseUrl).send(method, path, {
          ...more,
          headers: { cookie, ...more.headers },
        });
    return { first: on(school.app.url), second: on(second.url) };
  };
  interface Request {
    readonly body?: object | string;
    readonly headers?: Record<string, string>;
  }
  const cash = (key: string): Request => ({
    body: { amountMinor: 1, method: 'cash' },
    headers: { 'idempotency-key': key },
  });
  const interrupted = async (): Promise<string> => {
    const { body } = await new TestClient(second.url).get('/metrics');
    return text(body)
      .split('\n')
      .filter((line) => line.startsWith('session_interrupted_total{'))
      .join('\n');
  };

  it('a log-out on one ends the session on the other: for reading, for paying, for pages', async () => {
    const { first, second: other } = await onBoth();
    const payments = `/api/v1/students/${studentId}/payments`;
    expect((await other('POST', payments, cash('before'))).status).toBe(201);
    expect((await first('DELETE', '/api/v1/session')).status).toBe(204);
    const paying = await other('POST', payments, cash('after'));
    expect([paying.status, paying.body['code']]).toEqual([401, 'session_revoked']);
    const reading = await other('GET', payments.replace('payments', 'account'));
    expect([reading.status, reading.body['code']]).toEqual([401, 'session_revoked']);
    const page = await other('GET', '/students?q=moyo', { headers: { accept: 'text/html' } });
    expect(page.headers.get('location')).toBe('/login?next=%2Fstudents%3Fq%3Dmoyo&reason=revoked');
  });

  it('a form sent to the other after it keeps what was typed, and is counted', async () => {
    const { first, second: other } = await onBoth();
    await first('DELETE', '/api/v1/session');
    const before = await interrupted();
    const sent = new URLSearchParams({ csrf: 'x', idempotencyKey: 'typed', amount: '40.00' });
    const answer = await other('POST', `/students/${studentId}/payments`, {
      body: sent.toString(),
      headers: FORM,
    });
    expect(answer.status).toBe(303);
    const location = answer.headers.get('location') ?? '';
    expect(location).toMatch(/^\/login\?reason=revoked&next=/);
    expect(decodeURIComponent(location)).toContain('amount=40.00');
    expect(countOf(await interrupted(), 'page')).toBe(countOf(before, 'page') + 1);
  });

  it('40 payments over a log-out on the other: after its answer not one is recorded', async () => {
    const { first, second: other } = await onBoth();
    const payments = `/api/v1/students/${studentId}/payments`;
    const paying = Array.from({ length: 40 }, (_, i) => other('POST', payments, cash(`over-${i}`)));
    expect((await first('DELETE', '/api/v1/session')).status).toBe(204);
    const late = await Promise.all(
      Array.from({ length: 10 }, (_, i) => other('POST', payments, cash(`late-${i}`))),
    );
    expect(late.map(({ status }) => status)).toEqual(Array(10).fill(401));
    const answers = await Promise.all(paying);
    expect(answers.every(({ status }) => status === 201 || status === 401)).toBe(true);
  });

  it('guesses add up over both: the sixth is told to wait', async () => {
    const urls = [school.app.url, second.url, school.app.url, second.url, school.app.url];
    for (const url of urls) {
      expect((await new TestClient(url).logIn('guessed', 'wrong')).status).toBe(401);
    }
    const sixth = await new TestClient(second.url).logIn('guessed', 'right this time');
    expect([sixth.status, sixth.body['code']]).toEqual([429, 'too_many_attempts']);
    expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('a name that no database can hold is a wrong name, not a failure', async () => {
    const answer = await new TestClient(second.url).logIn('ad\u0000min', ADMIN.password);
    expect([answer.status, answer.body['code']]).toEqual([401, 'invalid_credentials']);
  });

  it('a page takes no JSON: it would pass by the token of its form', async () => {
    const { first } = await onBoth();
    const answer = await first('POST', `/students/${studentId}/payments`, {
      body: { amount: '1.00', method: 'cash', effectiveDate: '2026-05-12', idempotencyKey: 'json' },
    });
    expect(answer.status).toBe(415);
  });

  describe('while Postgres is away', () => {
    let admin: pg.Client;
    const { first, name } = { first: onBoth, name: () => new URL(school.database.url).pathname };
    let browser: Awaited<ReturnType<typeof onBoth>>;

    beforeAll(async () => {
      browser = await first();
      const url = new URL(school.database.url);
      url.pathname = '/postgres';
      admin = new pg.Client(url.href);
      await admin.connect();
      const database = name().slice(1);
      await admin.query(`alter database ${database} allow_connections false`);
      await admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
        [database],
      );
    });
    afterAll(async () => {
      await admin.query(`alter database ${name().slice(1)} allow_connections true`);
      await admin.end();
    });

    const isOutage = ({ status, headers }: { status: number; headers: Headers }) => {
      expect(status).toBe(503);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    };

    it('reading, paying and signing in are 503 store_unavailable, never "not signed in"', async () => {
      const answers: { status: number; headers: Headers; body: Json }[] = [
        await browser.first('GET', '/api/v1/students'),
        await browser.first('POST', `/api/v1/students/${studentId}/payments`, cash('away')),
        await new TestClient(second.url).logIn(ADMIN.username, ADMIN.password),
      ];
      for (const answer of answers) {
        isOutage(answer);
        expect(answer.body['code']).toBe('store_unavailable');
      }
    });

    it.each([
      ['DELETE', '/api/v1/session', {}],
      ['POST', '/logout', { body: 'csrf=x', headers: FORM }],
    ])('%s %s says 503 and clears the cookie all the same', async (method, path, more) => {
      const answer = await browser.second(method, path, more);
      isOutage(answer);
      expect(answer.headers.getSetCookie()[0]).toMatch(/^sid=; Max-Age=0; Path=\//);
      expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"');
    });
  });
});

function countOf(lines: string, kind: string): number {
  const counts = lines.split('\n').filter((line) => line.includes(`kind="${kind}"`));
  return counts.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
