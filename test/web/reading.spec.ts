// Pages that read: what each route asks for and shows.
import { attributeOf, tagsOf, textOf } from './html.fixture.js';
import { ANERT } from './school.fixture.js';
import { locationOf, startSite, type Site } from './site.fixture.js';

describe('reading', () => {
  let site: Site;

  beforeEach(async () => {
    site = await startSite();
  });
  afterEach(() => site.close());

  it('leads from the bare address to the dashboard', async () => {
    const answer = await site.get('/');
    expect([answer.status, locationOf(answer)]).toEqual([303, '/dashboard']);
  });

  it('takes a trailing slash', async () => {
    expect((await site.get('/dashboard/')).status).toBe(200);
    expect((await site.get('/students/')).status).toBe(200);
    expect((await site.get(`/students/${ANERT}/`)).status).toBe(200);
  });

  it('shows cancelled charges in no figure of the dashboard', async () => {
    const { html } = await site.get('/dashboard');
    expect(textOf(html)).toContain('Expected $584.00 600.00 − 16.00 adjusted');
  });

  it('counts every status in one order, also where nobody is', async () => {
    const { html } = await site.get('/dashboard');
    expect(textOf(html)).toContain('UNPAID 1 PARTIAL 2 PAID 1 CREDIT 0 NOT CHARGED 0 Total 4');
  });

  it('says of an unknown address that there is no such page', async () => {
    const answer = await site.get('/nowhere');
    expect(answer.status).toBe(404);
    expect(textOf(answer.html)).toContain('Not found There is no such page.');
  });

  it('lists by the filters of the address, and carries them in the next link', async () => {
    const { html } = await site.get('/students?q=moyo&paymentStatus=PARTIAL&class=&sort=name');
    expect(site.behaviour.listed).toEqual([
      { q: 'moyo', paymentStatus: 'PARTIAL', sort: 'name', limit: 50, cursor: undefined },
    ]);
    const next = tagsOf(html, 'a').find((tag) => tag.includes('rel="next"')) ?? '';
    expect(attributeOf(next, 'href')).toBe(
      '/students?q=moyo&paymentStatus=PARTIAL&cursor=next-place',
    );
    expect(textOf(html)).toContain('The 1 shown');
  });

  it('refuses a filter that is none, instead of an empty page', async () => {
    const answer = await site.get('/students?paymentStatus=RICH');
    expect(answer.status).toBe(400);
    expect(textOf(answer.html)).toContain('Code invalid_filter');
    expect(site.behaviour.listed).toEqual([]);
  });

  it('adds up several links to one fee, and tells the day of recording when it differs', async () => {
    const { html } = await site.get(`/students/${ANERT}`);
    expect(textOf(html)).toContain('pays TUITION 80.00');
    expect(textOf(html)).toContain('16 Jul 2026 recorded 17 Jul 2026');
  });

  it('knows no student whose id is none', async () => {
    const answer = await site.get('/students/nobody');
    expect(answer.status).toBe(404);
    expect(textOf(answer.html)).toContain('Code student_not_found');
  });

  it('makes a fresh key each time the form is drawn', async () => {
    const keyIn = (html: string) => /name="idempotencyKey" value="([^"]+)"/.exec(html)?.[1];
    const [first, second] = [
      keyIn((await site.get(`/students/${ANERT}`)).html),
      keyIn((await site.get(`/students/${ANERT}`)).html),
    ];
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).not.toBe(first);
  });

  it('gives auditors no form', async () => {
    site.behaviour.roles = ['auditor'];
    const { html } = await site.get(`/students/${ANERT}`);
    expect(html).not.toContain('idempotencyKey');
  });

  it('shows a receipt, and knows none under what is no number', async () => {
    expect(textOf((await site.get('/receipts/2026/8')).html)).toContain('Receipt 2026-000008');
    expect((await site.get('/receipts/2026/eight')).status).toBe(404);
    expect((await site.get('/receipts/2026/99999999999')).status).toBe(404);
  });

  it('serves the style sheet for ever under a name that its content gave it', async () => {
    const { html } = await site.get('/dashboard');
    const sheet = tagsOf(html, 'link').find((tag) => tag.includes('stylesheet')) ?? '';
    const answer = await site.get(attributeOf(sheet, 'href') ?? '');
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['content-type']).toBe('text/css; charset=utf-8');
    expect(answer.html).toContain('@layer pico');
    expect((await site.get('/assets/bursar-0000.css')).status).toBe(404);
  });

  it('keeps pages out of every cache', async () => {
    expect((await site.get('/dashboard')).headers['cache-control']).toBe('no-store');
  });
});
