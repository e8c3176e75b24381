// Signing in and out, over HTTP.
import { AppError } from '../../src/kernel/app-error.js';
import { textOf } from './html.fixture.js';
import { CSRF, locationOf, startSite, type Site } from './site.fixture.js';

describe('signing in and out', () => {
  let site: Site;

  beforeEach(async () => {
    site = await startSite();
  });
  afterEach(() => site.close());

  const logIn = (fields: Record<string, string> = {}) =>
    site.post('/login', { username: 'cashier-1', password: 'secret words', ...fields });

  it('goes on to the page that was asked for', async () => {
    expect(locationOf(await logIn({ next: '/students?q=moyo' }))).toBe('/students?q=moyo');
    expect(locationOf(await logIn())).toBe('/dashboard');
  });

  it('goes on to no other site and to no address of the API', async () => {
    const elsewhere = ['//evil.test/', '/\\evil.test', 'https://evil.test', '/api/v1/session'];
    const answers = await Promise.all(elsewhere.map((next) => logIn({ next })));
    expect(answers.map(locationOf)).toEqual(Array(4).fill('/dashboard'));
  });

  it('says that name or password are wrong, without saying which', async () => {
    site.behaviour.failure = new AppError('unauthenticated', 'Wrong.', {
      code: 'invalid_credentials',
    });
    const answer = await logIn({ next: '/students' });
    expect(answer.status).toBe(401);
    expect(textOf(answer.html)).toContain('The user name or the password is not right.');
    expect(answer.html).toMatch(/name="username"[^>]*value="cashier-1"/);
    expect(answer.html).toContain('name="next" value="/students"');
    expect(answer.html).not.toContain('secret words');
  });

  it('says how long to wait after too many tries', async () => {
    site.behaviour.failure = new AppError('too_many_requests', 'Wait.', {
      code: 'too_many_attempts',
      retryAfterSeconds: 120,
    });
    const answer = await logIn();
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '120']);
    expect(textOf(answer.html)).toContain('Wait 2 minutes');
  });

  it('asks for both name and password', async () => {
    const answer = await logIn({ password: '' });
    expect(answer.status).toBe(400);
    expect(textOf(answer.html)).toContain('Enter your user name and your password.');
  });

  it('never calls an outage a wrong password', async () => {
    site.behaviour.failure = new AppError('unavailable', 'The store is away.', {
      code: 'store_unavailable',
      retryAfterSeconds: 5,
    });
    const answer = await logIn();
    expect(answer.status).toBe(503);
    expect(textOf(answer.html)).toContain('Not available at the moment The store is away.');
  });

  it('ends the session for its own form only', async () => {
    expect((await site.post('/logout', { csrf: 'of another session' })).status).toBe(403);
    expect(site.behaviour.signedOut).toBe(0);
    const answer = await site.post('/logout', { csrf: CSRF });
    expect([answer.status, locationOf(answer)]).toEqual([303, '/login?reason=signed_out']);
    expect(site.behaviour.signedOut).toBe(1);
  });

  it('is not done by a link', async () => {
    expect((await site.get('/logout')).status).toBe(405);
  });
});
