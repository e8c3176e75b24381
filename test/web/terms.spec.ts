// Terms, fees and charge runs over HTTP: what each form commands, and what comes back when it is
// refused.
import { AppError } from '../../src/kernel/app-error.js';
import { CommitChargeRun } from '../../src/modules/billing/index.js';
import { attributeOf, tagsOf, textOf } from './html.fixture.js';
import { KEY } from './school.fixture.js';
import { CSRF, locationOf, startSite, type Site } from './site.fixture.js';
import { DIGEST, RUN_ID, THIRD_TERM } from './terms.fixture.js';

const sent = { csrf: CSRF, idempotencyKey: KEY };
const inputOf = (html: string, name: string) =>
  tagsOf(html, 'input').find((tag) => tag.includes(`name="${name}"`)) ?? '';

describe('terms', () => {
  let site: Site;

  beforeEach(async () => {
    site = await startSite();
    site.behaviour.roles = ['bursar'];
  });
  afterEach(() => site.close());

  it('are listed with their figures and what can be done with each', async () => {
    const { html } = await site.get('/terms');
    expect(textOf(html)).toContain('Second Term (2026) current term');
    expect(textOf(html)).toContain('OPEN 600.00 364.00 220.00');
    expect(html).toContain(`href="/terms/${THIRD_TERM}/open"`);
  });

  it('show no form and no charge run to a cashier', async () => {
    site.behaviour.roles = ['cashier'];
    const { html } = await site.get('/terms');
    expect(html).not.toContain('name="startsOn"');
    expect(html).not.toContain('/charge-run"');
  });

  it('are scheduled from the form, which leads to the list that shows it', async () => {
    const term = {
      name: 'First Term (2027)',
      schoolYear: '2027',
      startsOn: '2027-01-12',
      endsOn: '2027-04-09',
    };
    const answer = await site.post('/terms', { ...sent, ...term });
    expect([answer.status, locationOf(answer)]).toEqual([
      303,
      '/terms?schoolYear=2027&after=seen-by',
    ]);
    expect(site.behaviour.given.map(({ form }) => form)).toEqual([
      { key: KEY, path: '/api/v1/terms', body: term },
    ]);
  });

  it('are not scheduled with a wrong year; each wrong field is named and nothing typed is lost', async () => {
    const answer = await site.post('/terms', { ...sent, name: 'First', schoolYear: '27' });
    expect(answer.status).toBe(422);
    expect(textOf(answer.html)).toContain('The term was not scheduled 3 fields are wrong.');
    expect(attributeOf(inputOf(answer.html, 'name'), 'value')).toBe('First');
    expect(attributeOf(inputOf(answer.html, 'schoolYear'), 'aria-invalid')).toBe('true');
    expect(site.behaviour.given).toEqual([]);
  });

  it('that overlap are refused at the day', async () => {
    site.behaviour.failure = new AppError('conflict', 'It overlaps Third Term (2026).', {
      code: 'overlapping_term',
    });
    const days = { startsOn: '2026-09-01', endsOn: '2026-10-01' };
    const answer = await site.post('/terms', { ...sent, name: 'X', schoolYear: '2026', ...days });
    expect(answer.status).toBe(409);
    expect(attributeOf(inputOf(answer.html, 'startsOn'), 'aria-invalid')).toBe('true');
  });

  it('open on a page that says what it does', async () => {
    const { html } = await site.get(`/terms/${THIRD_TERM}/open`);
    expect(textOf(html)).toContain(
      'Third Term (2026) becomes the current term instead of Second Term (2026).',
    );
    const answer = await site.post(`/terms/${THIRD_TERM}/open`, sent);
    expect(locationOf(answer)).toBe('/terms?schoolYear=2026&after=seen-by');
  });
});

describe('the fees of a term', () => {
  let site: Site;
  const path = `/terms/${THIRD_TERM}/fee-schedule`;
  const line = {
    'line.0.feeCode': 'TUITION',
    'line.0.description': 'Tuition',
    'line.0.class': '',
    'line.0.amount': '80.00',
    'line.0.priority': '100',
    'line.0.dueOn.0': '2026-09-15',
    'line.0.dueOn.1': '2026-10-15',
  };
  const form = { ...sent, version: '1', lineCount: '1', ...line, end: 'yes' };

  beforeEach(async () => {
    site = await startSite();
    site.behaviour.roles = ['bursar'];
  });
  afterEach(() => site.close());

  it('are read by a cashier and edited by a bursar', async () => {
    expect((await site.get(path)).html).toContain('Publish as version 2');
    site.behaviour.roles = ['cashier'];
    const { html } = await site.get(path);
    expect(html).not.toContain('Publish as version 2');
    expect(textOf(html)).toContain('Tuition TUITION Every class 15 Sep 2026 15 Oct 2026 80.00');
  });

  it('get another line, another date, and lose one, with all that was typed', async () => {
    const added = await site.post(path, { ...form, do: 'add_line' });
    expect(attributeOf(inputOf(added.html, 'lineCount'), 'value')).toBe('2');
    expect(attributeOf(inputOf(added.html, 'line.0.amount'), 'value')).toBe('80.00');
    const dated = await site.post(path, { ...form, do: 'add_date:0' });
    expect(dated.html).toContain('name="line.0.dueOn.2"');
    const removed = await site.post(path, { ...form, do: 'remove_line:0' });
    expect(attributeOf(inputOf(removed.html, 'lineCount'), 'value')).toBe('0');
    expect(site.behaviour.given).toEqual([]);
  });

  it('are published as the next version, instalments and all, on the version that was edited', async () => {
    const answer = await site.post(path, { ...form, do: 'publish' });
    expect(locationOf(answer)).toBe(`${path}?published=2&after=seen-by`);
    const [given] = site.behaviour.given;
    expect(given?.form.body).toEqual({
      lines: [
        {
          feeCode: 'TUITION',
          description: 'Tuition',
          amountMinor: 8_000,
          instalments: [{ dueOn: '2026-09-15' }, { dueOn: '2026-10-15' }],
          priority: 100,
        },
      ],
    });
    expect(given?.command).toMatchObject({ by: { ifMatch: 0 } });
  });

  it('are refused at the wrong fields and nothing typed is lost', async () => {
    const answer = await site.post(path, { ...form, 'line.0.amount': 'eighty' });
    expect(answer.status).toBe(422);
    const amount = inputOf(answer.html, 'line.0.amount');
    expect([attributeOf(amount, 'value'), attributeOf(amount, 'aria-invalid')]).toEqual([
      'eighty',
      'true',
    ]);
    expect(attributeOf(inputOf(answer.html, 'line.0.dueOn.1'), 'value')).toBe('2026-10-15');
    expect(site.behaviour.given).toEqual([]);
  });

  it('that somebody else published meanwhile are not overwritten unseen', async () => {
    site.behaviour.failure = new AppError('precondition_failed', 'It has changed.');
    const answer = await site.post(path, form);
    expect(answer.status).toBe(412);
    expect(textOf(answer.html)).toContain('Somebody else published a version');
    expect(attributeOf(inputOf(answer.html, 'line.0.amount'), 'value')).toBe('80.00');
  });

  it('are not published from a form that did not arrive whole', async () => {
    const { end: _end, ...cutOff } = form;
    const answer = await site.post(path, cutOff);
    expect(answer.status).toBe(400);
    expect(site.behaviour.given).toEqual([]);
  });
});

describe('a charge run', () => {
  let site: Site;
  const path = `/terms/${THIRD_TERM}/charge-run`;
  const form = { ...sent, digest: DIGEST, class: '', effectiveDate: '2026-07-16' };

  beforeEach(async () => {
    site = await startSite();
    site.behaviour.roles = ['bursar'];
  });
  afterEach(() => site.close());

  it('is previewed with totals, names, problems and balances before and after', async () => {
    const text = textOf((await site.get(path)).html);
    expect(text).toContain('To charge $105.00 3 lines');
    expect(text).toContain('Anert Moyo Form 2A 80.00 25.00 105.00 40.00 145.00');
    expect(text).toContain('Cannot be charged: more fees are missing than one run may charge');
  });

  it('is committed with the digest that was shown, and leads to its progress', async () => {
    const { html } = await site.get(path);
    expect(attributeOf(inputOf(html, 'digest'), 'value')).toBe(DIGEST);
    const answer = await site.post(path, form);
    expect(locationOf(answer)).toBe(`/charge-runs/${RUN_ID}?after=seen-by`);
    const [given] = site.behaviour.given;
    expect(given?.command).toBeInstanceOf(CommitChargeRun);
    expect(given?.form.body).toEqual({ digest: DIGEST, effectiveDate: '2026-07-16' });
  });

  it('whose preview is stale shows the new preview under a new key; nothing was charged', async () => {
    site.behaviour.failure = new AppError('conflict', 'stale', { code: 'preview_stale' });
    const answer = await site.post(path, form);
    expect(answer.status).toBe(409);
    expect(textOf(answer.html)).toContain('Nothing was charged A student, a fee or a charge');
    expect(attributeOf(inputOf(answer.html, 'digest'), 'value')).toBe(DIGEST);
    expect(answer.html).not.toContain(KEY);
  });

  it('whose outcome is not known says so, and checks again under the same key', async () => {
    site.behaviour.failure = new AppError('unavailable', 'No answer.', {
      code: 'outcome_unknown',
      retryAfterSeconds: 2,
      extra: { effect: 'unknown' },
    });
    await site.get(path);
    const answer = await site.post(path, form);
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '2']);
    expect(textOf(answer.html)).toContain('Whether the charge run was begun is not known yet.');
    expect(textOf(answer.html)).toContain('Check again');
    expect(attributeOf(inputOf(answer.html, 'idempotencyKey'), 'value')).toBe(KEY);
    expect(attributeOf(inputOf(answer.html, 'digest'), 'value')).toBe(DIGEST);
  });

  it('shows how far it is, failed students first with the reason', async () => {
    const { html } = await site.get(`/charge-runs/${RUN_ID}`);
    expect(textOf(html)).toContain('2 of 3 students done, 1 failed');
    expect(textOf(html)).toMatch(/Lindiwe Sibanda FAILED the day .* Anert Moyo CHARGED 105\.00/);
    expect(html).toContain(`data-follow="/charge-runs/${RUN_ID}/progress"`);
    const part = await site.get(`/charge-runs/${RUN_ID}/progress`);
    expect(part.html.startsWith('<div data-follow=')).toBe(true);
    expect(html).toContain(part.html);
  });

  it('is cancelled with a reason, on a page that says what happens', async () => {
    const cancel = `/charge-runs/${RUN_ID}/cancel`;
    expect(textOf((await site.get(cancel)).html)).toContain('Cancel $105.00 of charges');
    expect((await site.post(cancel, { ...sent, reason: ' ' })).status).toBe(422);
    const answer = await site.post(cancel, { ...sent, reason: 'Wrong fees' });
    expect(locationOf(answer)).toBe(`/charge-runs/${RUN_ID}?after=seen-by`);
    expect(site.behaviour.given[0]?.form.body).toEqual({ reason: 'Wrong fees' });
  });
});
