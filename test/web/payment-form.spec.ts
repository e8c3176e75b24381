// The form that records a payment, over HTTP: its three outcomes.
import { AppError, SessionError } from '../../src/kernel/app-error.js';
import { PAYMENT_ID } from './books.fixture.js';
import { attributeOf, tagsOf, textOf } from './html.fixture.js';
import { ANERT, KEY } from './school.fixture.js';
import { CSRF, locationOf, startSite, type Site } from './site.fixture.js';

const FORM = {
  csrf: CSRF,
  idempotencyKey: KEY,
  amount: '80.00',
  effectiveDate: '2026-07-16',
  method: 'mobile_money',
  externalRef: 'MM-61C02F',
};

describe('a payment from the form', () => {
  let site: Site;

  beforeEach(async () => {
    site = await startSite();
  });
  afterEach(() => site.close());

  const pay = (fields: Partial<typeof FORM> = {}) =>
    site.post(`/students/${ANERT}/payments`, { ...FORM, ...fields });

  it('is recorded once and leads to the account with its notice', async () => {
    const answer = await pay();
    expect(site.behaviour.recorded).toEqual([
      {
        studentId: ANERT,
        key: KEY,
        payment: {
          amountMinor: 8_000n,
          method: 'mobile_money',
          effectiveDate: '2026-07-16',
          externalRef: 'MM-61C02F',
        },
      },
    ]);
    expect([answer.status, locationOf(answer)]).toEqual([
      303,
      `/students/${ANERT}?recorded=${PAYMENT_ID}&after=seen-by#recorded`,
    ]);
    const { html } = await site.get(locationOf(answer));
    expect(site.behaviour.waitedFor).toEqual(['seen-by']);
    expect(textOf(html)).toContain('Payment of $80.00 recorded Receipt 2026-000008');
    expect(textOf(html)).toContain('New balance: $40.00 owed');
  });

  it('is claimed by no address alone, but where the page may be older than the payment', async () => {
    const unknown = '0198a3c2-0000-7000-8000-0000000000ff';
    const address = `/students/${ANERT}?recorded=${unknown}&after=seen-by`;
    expect((await site.get(address)).html).not.toContain('role="status"');
    site.behaviour.stale = true;
    expect(textOf((await site.get(address)).html)).toContain('Do not record it a second time.');
  });

  it('with a comma in the amount is not recorded; the form comes back as it was', async () => {
    const answer = await pay({ amount: '80,00', effectiveDate: '' });
    expect(answer.status).toBe(422);
    expect(site.behaviour.recorded).toEqual([]);
    const amount = tagsOf(answer.html, 'input').find((tag) => tag.includes('name="amount"')) ?? '';
    expect(attributeOf(amount, 'value')).toBe('80,00');
    expect(attributeOf(amount, 'aria-invalid')).toBe('true');
    expect(amount).toContain('autofocus');
    expect(textOf(answer.html)).toContain('Nothing was recorded 2 fields are wrong.');
    expect(answer.html).toContain(`name="idempotencyKey" value="${KEY}"`);
  });

  it('without its key is not recorded; the form comes back with one', async () => {
    const answer = await pay({ idempotencyKey: '' });
    expect(answer.status).toBe(400);
    expect(site.behaviour.recorded).toEqual([]);
    expect(answer.html).toMatch(/name="idempotencyKey" value="[0-9a-f-]{36}"/);
    expect(answer.html).toMatch(/name="amount"[^>]*value="80.00"/);
  });

  it('refused for its reference names the receipt that has it', async () => {
    site.behaviour.failure = new AppError('conflict', 'Reference MM-61C02F was used already.', {
      code: 'duplicate_reference',
      extra: { firstPaymentId: PAYMENT_ID },
    });
    const answer = await pay();
    expect(answer.status).toBe(409);
    expect(textOf(answer.html)).toContain('Nothing was recorded Reference MM-61C02F was used');
    expect(answer.html).toContain('href="/receipts/2026/8"');
    expect(answer.html).toMatch(/name="externalRef"[^>]*aria-invalid="true"/);
  });

  it('refused for its date marks the date', async () => {
    site.behaviour.failure = new AppError('rule_violated', 'That day is in the future.', {
      code: 'date_in_future',
    });
    const answer = await pay();
    expect(answer.status).toBe(422);
    expect(answer.html).toMatch(/name="effectiveDate"[^>]*aria-invalid="true"/);
  });

  it('under a key that has recorded something else gets a new key, after a warning', async () => {
    site.behaviour.failure = new AppError('rule_violated', 'reused', {
      code: 'idempotency_key_reused',
    });
    const answer = await pay();
    expect(textOf(answer.html)).toContain('This form has recorded a payment with other values');
    expect(answer.html).not.toContain(KEY);
  });

  it('whose outcome is not known says so, and offers the same values under the same key', async () => {
    site.behaviour.failure = new AppError('unavailable', 'The log did not answer.', {
      code: 'outcome_unknown',
      retryAfterSeconds: 2,
      extra: { effect: 'unknown' },
    });
    await site.get('/dashboard');
    const answer = await pay();
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '2']);
    expect(textOf(answer.html)).toContain('We do not know yet');
    expect(textOf(answer.html)).toContain('Do not take the money again.');
    expect(answer.html).toContain(`name="idempotencyKey" value="${KEY}"`);
    expect(answer.html).toContain('name="amount" value="80.00"');
    expect(answer.html).toContain(`name="csrf" value="${CSRF}"`);
  });

  it('that found the books away was not recorded and can be sent again', async () => {
    site.behaviour.failure = new AppError('unavailable', 'The books cannot be reached.', {
      code: 'store_unavailable',
    });
    const answer = await pay();
    expect(answer.status).toBe(503);
    expect(textOf(answer.html)).toContain('The payment was not recorded');
    expect(answer.html).toContain(`name="idempotencyKey" value="${KEY}"`);
  });

  it('whose session ended leads to the log-in, and from there back to the filled-in form', async () => {
    site.behaviour.failure = new SessionError('expired');
    const answer = await pay();
    expect(answer.status).toBe(303);
    const logIn = new URL(locationOf(answer), 'http://school.test');
    expect([logIn.pathname, logIn.searchParams.get('reason')]).toEqual(['/login', 'expired']);
    const page = await site.get(logIn.pathname + logIn.search);
    expect(textOf(page.html)).toContain(
      'The payment of $80.00 that you were sending was not recorded',
    );
    const form = await site.get(logIn.searchParams.get('next') ?? '');
    expect(form.html).toContain(`name="idempotencyKey" value="${KEY}"`);
    expect(form.html).toMatch(/name="externalRef"[^>]*value="MM-61C02F"/);
  });

  it('keeps the form too when the session was found dead before the handler ran', async () => {
    site.behaviour.session = new SessionError('revoked');
    const answer = await pay();
    expect(answer.status).toBe(303);
    expect(locationOf(answer)).toMatch(/^\/login\?reason=revoked&next=%2Fstudents%2F/);
    expect(locationOf(answer)).not.toContain('csrf');
    expect(site.behaviour.recorded).toEqual([]);
  });

  it('refused for a right that was taken away is an error page', async () => {
    site.behaviour.failure = new AppError('forbidden', 'Your rights have changed.', {
      code: 'rights_changed',
    });
    const answer = await pay();
    expect(answer.status).toBe(403);
    expect(textOf(answer.html)).toContain('Not allowed Your rights have changed.');
  });
});
