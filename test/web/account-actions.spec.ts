// What bursars do to an account, over HTTP: what each form commands, what comes back when it is
// refused, and what the account says afterwards.
import { AppError, SessionError } from '../../src/kernel/app-error.js';
import {
  AdjustCharges,
  HoldCredit,
  MovePayment,
  RefundPayment,
  ReversePayment,
} from '../../src/modules/billing/index.js';
import * as corrected from './corrected.fixture.js';
import { attributeOf, tagsOf, textOf } from './html.fixture.js';
import { ANERT, KEY } from './school.fixture.js';
import { CSRF, locationOf, startSite, type Site } from './site.fixture.js';
import { MADE } from './term-books.fixture.js';

const account = `/students/${ANERT}`;
const payment = `${account}/payments/${corrected.CREDIT_PAYMENT}`;
const undo = { reason: 'Recorded twice', effectiveDate: '2026-07-16' };

describe('what is done to an account', () => {
  let site: Site;

  beforeEach(async () => {
    site = await startSite();
    site.behaviour.roles = ['bursar'];
    site.behaviour.account = corrected.account;
  });
  afterEach(() => site.close());

  const send = (path: string, fields: Record<string, string>) =>
    site.post(path, { csrf: CSRF, idempotencyKey: KEY, ...fields });
  const text = async (path: string) => textOf((await site.get(path)).html);

  it('a reversal says before what becomes of balance and refund, and is one command', async () => {
    expect(await text(`${payment}/reverse`)).toContain('Balance −10.00 110.00');
    expect(await text(`${payment}/reverse`)).toContain('$10.00 of it was given back already');
    const answer = await send(`${payment}/reverse`, undo);
    const done = `?done=payment_reversed&of=${corrected.CREDIT_PAYMENT}&after=seen-by#recorded`;
    expect([answer.status, locationOf(answer)]).toEqual([303, account + done]);
    const [given] = site.behaviour.given;
    expect(given?.command).toBeInstanceOf(ReversePayment);
    expect(given?.form).toEqual({ key: KEY, path: `/api/v1${payment}/reverse`, body: undo });
  });

  it('without a reason nothing is sent, and what was typed is kept', async () => {
    const answer = await send(`${payment}/reverse`, { reason: '', effectiveDate: '2026-07-01' });
    expect(answer.status).toBe(422);
    expect(textOf(answer.html)).toContain('The payment was not reversed Say why');
    expect(answer.html).toContain('value="2026-07-01"');
    expect(site.behaviour.given).toEqual([]);
  });

  it('a day that is too early is refused with the earliest one', async () => {
    site.behaviour.failure = new AppError('rule_violated', 'too early', {
      code: 'effective_date_too_early',
      extra: { earliestDate: '2026-07-10' },
    });
    const answer = await send(`${payment}/reverse`, undo);
    expect(answer.status).toBe(422);
    expect(textOf(answer.html)).toContain('The earliest possible one is 10 Jul 2026.');
    expect(answer.html).toContain(`name="idempotencyKey" value="${KEY}"`);
    expect(answer.html).toContain('>Recorded twice</textarea>');
  });

  it('what was reversed or cancelled is not offered a second time', async () => {
    const reversed = `${account}/payments/${corrected.REVERSED_PAYMENT}/reverse`;
    expect(await text(reversed)).toContain('It was reversed on 4 Jun 2026 already');
    expect(await text(reversed)).not.toContain('Reverse $50.00');
    const cancelled = `${account}/charges/${corrected.LEVY}/cancel`;
    expect(await text(cancelled)).toContain('It was cancelled before');
  });

  it('a second reversal says that it changed nothing', async () => {
    site.behaviour.failure = new AppError('conflict', 'again', { code: 'already_reversed' });
    const answer = await send(`${payment}/reverse`, undo);
    expect(answer.status).toBe(409);
    expect(textOf(answer.html)).toContain('It was reversed before. Nothing was changed by this.');
  });

  it('a refund is prefilled with what is left, shows its figures anew, and is one command', async () => {
    const { html } = await site.get(`${payment}/refund`);
    const amount = tagsOf(html, 'input').find((tag) => tag.includes('name="amount"')) ?? '';
    expect(attributeOf(amount, 'value')).toBe('30.00');
    const fields = { amount: '12.50', method: 'cash', ...undo };
    const drawn = await send(`${payment}/refund`, { ...fields, preview: 'yes' });
    expect([drawn.status, textOf(drawn.html).includes('Balance −10.00 2.50')]).toEqual([200, true]);
    expect(site.behaviour.given).toEqual([]);
    const answer = await send(`${payment}/refund`, fields);
    expect(locationOf(answer)).toContain(`?done=refunded&of=${MADE}`);
    const [given] = site.behaviour.given;
    expect(given?.command).toBeInstanceOf(RefundPayment);
    expect(given?.form.body).toEqual({ amountMinor: 1_250, method: 'cash', ...undo });
  });

  it('a refund beyond what is left is refused at the amount', async () => {
    site.behaviour.failure = new AppError('rule_violated', 'too much', {
      code: 'refund_exceeds',
      extra: { creditMinor: 3_000 },
    });
    const answer = await send(`${payment}/refund`, { amount: '31', method: 'cash', ...undo });
    expect(textOf(answer.html)).toContain('Only $30.00 of this payment is left to give back.');
    expect(answer.html).toMatch(/<input[^>]*name="amount"[^>]*aria-invalid="true"/);
  });

  it('above the limit of one person it says who may', async () => {
    site.behaviour.failure = new AppError('forbidden', 'four eyes', {
      code: 'four_eyes_required',
      extra: { limitMinor: 10_000 },
    });
    const fields = { kind: 'waiver', target: 'fee:TUITION', measure: 'amount', value: '120.00' };
    const answer = await send(`${account}/adjustments`, { ...fields, ...undo });
    expect(answer.status).toBe(403);
    expect(textOf(answer.html)).toContain('Above $100.00 one person may not do this alone');
    expect(answer.html).toContain('value="120.00"');
  });

  it('an adjustment by percent estimates half-up per charge, and is one command', async () => {
    const fields = { kind: 'discount', target: 'fee:TUITION', measure: 'percent', value: '33' };
    const drawn = await send(`${account}/adjustments`, { ...fields, ...undo, preview: 'yes' });
    expect(textOf(drawn.html)).toContain('Adjusted 20.00 53.00 Balance −10.00 −43.00');
    expect(textOf(drawn.html)).toContain('Take off $33.00');
    const answer = await send(`${account}/adjustments`, { ...fields, ...undo });
    expect(locationOf(answer)).toContain(`?done=adjusted&of=${MADE}`);
    const [given] = site.behaviour.given;
    expect(given?.command).toBeInstanceOf(AdjustCharges);
    expect(given?.form.body).toEqual({
      kind: 'discount',
      percent: 33,
      feeCode: 'TUITION',
      ...undo,
    });
  });

  it('a move finds the other child, shows both balances, and leads to the right account', async () => {
    const found = await send(`${payment}/move`, { target: 'moyo', preview: 'yes' });
    expect(textOf(found.html)).toContain('Nobody else matches.');
    const answer = await send(`${payment}/move`, {
      target: 'Rudo',
      toStudentId: corrected.RUDO,
      reason: 'Wrong child',
    });
    expect(locationOf(answer)).toBe(
      `/students/${corrected.RUDO}?recorded=${MADE}&after=seen-by#recorded`,
    );
    const [given] = site.behaviour.given;
    expect(given?.command).toBeInstanceOf(MovePayment);
    expect(given?.form.body).toEqual({ toStudentId: corrected.RUDO, reason: 'Wrong child' });
  });

  it('credit on hold is released as the page said it', async () => {
    const { html } = await site.get(`${payment}/hold`);
    expect(textOf(html)).toContain('Release the credit');
    expect(html).toContain('name="hold" value="no"');
    await send(`${payment}/hold`, { hold: 'no' });
    const [given] = site.behaviour.given;
    expect(given?.command).toBeInstanceOf(HoldCredit);
    expect(given?.form.body).toEqual({ hold: false });
  });

  it('a doubtful outcome offers the same values under the same key', async () => {
    site.behaviour.failure = new AppError('unavailable', 'No answer.', {
      code: 'outcome_unknown',
      extra: { effect: 'unknown' },
    });
    await site.get(account);
    const answer = await send(`${payment}/refund`, { amount: '5', method: 'cash', ...undo });
    expect(answer.status).toBe(503);
    expect(textOf(answer.html)).toContain('Do not give the money back again.');
    expect(answer.html).toContain(`name="idempotencyKey" value="${KEY}"`);
    expect(answer.html).toContain('name="reason" value="Recorded twice"');
  });

  it('a session that ended leads back to the form; the reason stays out of the address', async () => {
    site.behaviour.failure = new SessionError('expired');
    const answer = await send(`${payment}/refund`, { amount: '5.00', method: 'cash', ...undo });
    const next = new URL(locationOf(answer), 'http://school.test').searchParams.get('next') ?? '';
    expect(next).toContain('amount=5.00');
    expect(next).not.toMatch(/reason|csrf/);
    expect((await site.get(next)).html).toContain('value="5.00"');
  });

  it('an address of nothing is no page, and an action on what is not there neither', async () => {
    expect((await site.get(`${payment}/explode`)).status).toBe(404);
    expect((await site.get(`${account}/payments/${MADE}/reverse`)).status).toBe(404);
  });
});

describe('an account after what was done', () => {
  let site: Site;

  beforeEach(async () => {
    site = await startSite();
    site.behaviour.roles = ['bursar'];
    site.behaviour.account = corrected.account;
  });
  afterEach(() => site.close());

  it('shows reversals, moves, refunds, adjustments, cancellations and holds with their reasons', async () => {
    const text = textOf((await site.get(account)).html);
    expect(text).toContain('reversed on 4 Jun 2026: Another child moved to another child');
    expect(text).toContain('refunded 10.00 by cash on 16 Jul 2026 : Paid too much');
    expect(text).toContain('Waiver −20.00 on 16 Jul 2026 : Hardship Reverse this adjustment');
    expect(text).toContain('reversed on 16 Jul 2026: Given to the wrong child');
    expect(text).toContain('cancelled on 16 Jul 2026: Charged twice');
    expect(text).toContain('$30.00 of it is on hold: it pays nothing until it is released.');
    expect(text).toContain('Charges, without cancelled ones 120.00 20.00 80.00 20.00');
  });

  it.each(['cashier', 'auditor'] as const)('gives a %s no way to undo', async (role) => {
    site.behaviour.roles = [role];
    const { html } = await site.get(account);
    expect(html).not.toMatch(/\/(reverse|refund|move|hold|cancel)"|\/adjustments/);
  });

  it('says what was done when it is seen, and only then', async () => {
    const done = (deed: string, of: string) => `${account}?done=${deed}&of=${of}&after=seen-by`;
    const seen = await site.get(done('refunded', corrected.REFUND));
    expect(textOf(seen.html)).toContain('Refund of $10.00 recorded New balance: $10.00 in credit');
    expect((await site.get(done('refunded', MADE))).html).not.toContain('id="recorded"');
    site.behaviour.stale = true;
    const late = await site.get(done('refunded', MADE));
    expect(textOf(late.html)).toContain('Do not do it a second time.');
  });

  it('of a student whom the lists leave out says that it is right', async () => {
    site.behaviour.account = { ...corrected.account, parked: true };
    const text = textOf((await site.get(account)).html);
    expect(text).toContain('The lists leave this student out');
  });

  it('as of an earlier day is read only and says so', async () => {
    site.behaviour.account = { ...corrected.account, asOf: undo.effectiveDate as never };
    const { html } = await site.get(`${account}?asOf=2026-07-16`);
    expect(site.behaviour.askedAsOf).toEqual(['2026-07-16']);
    expect(textOf(html)).toContain('The account as it stood on 16 Jul 2026');
    expect(html).not.toMatch(/idempotencyKey|\/reverse"/);
    expect((await site.get(`${account}?asOf=soon`)).status).toBe(400);
  });
});
