// Undoing payments over REST on real stores: reverse, refund, hold, move, and what a key finds later.
import { randomUUID } from 'node:crypto';
import { type ApiAnswer, type TestClient, text } from '../support/api.js';
import { registerStudent, studentWhoOwes } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';

const NOBODY = '3d52ae10-0000-4000-8000-0000000000ff';
const reason = 'The cheque bounced';

describe('undoing payments, over REST', () => {
  let school: TestSchool;
  let client: TestClient;
  let studentId: string;
  let brother: string;

  beforeAll(async () => {
    school = await startTestSchool();
    client = await school.client();
    ({ studentId } = await studentWhoOwes(client));
    brother = await registerStudent(client, 'HS-2000');
  });
  afterAll(() => school.stop());

  const account = `/api/v1/students`;
  const pay = async (of: string, body: object): Promise<string> => {
    const paid = await client.post(`${account}/${of}/payments`, { method: 'cash', ...body });
    expect(paid.status).toBe(201);
    return text(paid.body['payment']?.['id']);
  };
  const undo = (paymentId: string, action: string, body: object, key?: string) =>
    client.post(`${account}/${studentId}/payments/${paymentId}/${action}`, body, key);
  const codeOf = ({ status, body }: ApiAnswer) => [status, body['code']];

  it('a reversal opens the charge again; the second one answers 409 and moves nothing', async () => {
    const paymentId = await pay(studentId, { amountMinor: 8_000 });
    const key = randomUUID();
    const reversed = await undo(paymentId, 'reverse', { reason }, key);
    expect(reversed.status).toBe(200);
    expect(reversed.body['payment']).toMatchObject({
      id: paymentId,
      reversedMinor: 8_000,
      creditMinor: 0,
      allocations: [],
    });
    expect(reversed.body['balance']).toMatchObject({ outstandingMinor: 12_000, netMinor: 12_000 });
    const again = await undo(paymentId, 'reverse', { reason }, key);
    expect(again.body).toEqual(reversed.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(codeOf(await undo(paymentId, 'reverse', { reason }))).toEqual([409, 'already_reversed']);
    const other = await undo(paymentId, 'reverse', { reason: 'Another' }, key);
    expect(codeOf(other)).toEqual([422, 'idempotency_key_reused']);
  });

  it('refunds add up, never beyond what is left, and can be taken back', async () => {
    const paymentId = await pay(studentId, { amountMinor: 15_000 });
    const refunded = await undo(paymentId, 'refund', { amountMinor: 2_000, reason });
    expect(refunded.status).toBe(201);
    expect(refunded.body['refund']).toMatchObject({
      paymentId,
      amountMinor: 2_000,
      method: 'cash',
    });
    expect(refunded.body['balance']).toMatchObject({ creditMinor: 1_000 });
    const more = await undo(paymentId, 'refund', { amountMinor: 1_001, reason });
    expect(codeOf(more)).toEqual([422, 'refund_exceeds']);
    expect(more.body['creditMinor']).toBe(1_000);
    const refundId = text(refunded.body['refund']?.['id']);
    const path = `${account}/${studentId}/refunds/${refundId}/reverse`;
    const taken = await client.post(path, { reason });
    expect([taken.status, taken.body['balance']?.['creditMinor']]).toEqual([200, 3_000]);
    expect(codeOf(await client.post(path, { reason }))).toEqual([409, 'already_reversed']);
    expect((await undo(paymentId, 'reverse', { reason })).status).toBe(200);
  });

  it('above the limit a refund needs a second person', async () => {
    const paymentId = await pay(brother, { amountMinor: 20_000 });
    const path = `${account}/${brother}/payments/${paymentId}/refund`;
    const answer = await client.post(path, { amountMinor: 10_001, reason });
    expect(codeOf(answer)).toEqual([403, 'four_eyes_required']);
    await client.post(`${account}/${brother}/payments/${paymentId}/reverse`, { reason });
  });

  it('a hold keeps credit waiting; setting it again answers 200', async () => {
    const paymentId = await pay(studentId, { amountMinor: 1_000, hold: true });
    for (let n = 0; n < 2; n += 1) {
      const held = await undo(paymentId, 'hold', { hold: true });
      expect([held.status, held.body['payment']?.['holdCredit']]).toEqual([200, true]);
    }
    const lifted = await undo(paymentId, 'hold', { hold: false });
    expect(lifted.body['payment']).toMatchObject({
      holdCredit: false,
      creditMinor: 0,
      allocations: [{ amountMinor: 1_000, rule: 'credit_on_release' }],
    });
    await undo(paymentId, 'reverse', { reason });
  });

  it('a move answers with the right child’s payment, and the same key with the same bytes', async () => {
    const externalRef = 'BT-9001';
    const paymentId = await pay(studentId, { amountMinor: 700, externalRef });
    const key = randomUUID();
    const body = { toStudentId: brother, reason: 'Typed the brother’s name' };
    const moved = await undo(paymentId, 'move', body, key);
    expect(moved.status).toBe(201);
    expect(moved.body['payment']).toMatchObject({ amountMinor: 700, receiptStatus: 'issued' });
    expect(moved.body['balance']).toMatchObject({ netMinor: -700 });
    const movedId = text(moved.body['payment']?.['id']);
    expect(moved.headers.get('location')).toBe(`${account}/${brother}/payments/${movedId}`);
    const again = await undo(paymentId, 'move', body, key);
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(moved.body));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(codeOf(await undo(paymentId, 'move', body))).toEqual([409, 'already_reversed']);
    const twice = { amountMinor: 700, method: 'cash', externalRef };
    const duplicate = await client.post(`${account}/${studentId}/payments`, twice);
    expect(codeOf(duplicate)).toEqual([409, 'duplicate_reference']);
    expect(duplicate.body['firstPaymentId']).toBe(movedId);
  });

  it('what a key did is found by it alone, in the same bytes; a key of nobody is unknown', async () => {
    const find = async (key: string) =>
      (await client.get(`/api/v1/commands/${encodeURIComponent(key)}`)).body;
    const paid = { amountMinor: 900, method: 'cash', externalRef: 'BT-9002' };
    const sent = `${'k/'.repeat(100)}${randomUUID()}`;
    const payment = await client.post(`${account}/${studentId}/payments`, paid, sent);
    expect(await find(sent)).toEqual({ status: 'accepted', answer: payment.body });
    const paymentId = text(payment.body['payment']?.['id']);
    const moved = await undo(paymentId, 'move', { toStudentId: brother, reason }, 'move-1');
    expect(await find('move-1')).toEqual({ status: 'accepted', answer: moved.body });
    expect(JSON.stringify((await find('move-1'))['answer'])).toBe(JSON.stringify(moved.body));
    const other = await pay(studentId, { amountMinor: 50, hold: true });
    const refunded = await undo(other, 'refund', { amountMinor: 20, reason }, 'refund-1');
    expect((await find('refund-1'))['answer']).toEqual(refunded.body);
    const lifted = await undo(other, 'hold', { hold: false }, 'hold-1');
    expect((await find('hold-1'))['answer']).toEqual(lifted.body);
    const reversed = await undo(other, 'reverse', { reason }, 'reverse-1');
    expect((await find('reverse-1'))['answer']).toEqual(reversed.body);
    expect(await find('nobody-s-key')).toEqual({ status: 'unknown' });
  });

  it('refuses bad requests without a trace', async () => {
    const paymentId = await pay(studentId, { amountMinor: 100 });
    const same = { toStudentId: studentId, reason };
    expect(codeOf(await undo(paymentId, 'move', same))).toEqual([400, 'same_student']);
    const nobody = { toStudentId: NOBODY, reason };
    expect(codeOf(await undo(paymentId, 'move', nobody))).toEqual([404, 'student_not_found']);
    expect(codeOf(await undo(NOBODY, 'reverse', { reason }))).toEqual([404, 'payment_not_found']);
    expect((await undo(paymentId, 'reverse', {})).status).toBe(400);
    expect((await undo(paymentId, 'reverse', { reason, extra: 1 })).status).toBe(400);
    expect((await undo(paymentId, 'reverse', { reason: 'x'.repeat(501) })).status).toBe(400);
    const refund = `${account}/${studentId}/refunds/${NOBODY}/reverse`;
    expect(codeOf(await client.post(refund, { reason }))).toEqual([404, 'refund_not_found']);
    const path = `${account}/${studentId}/payments/${paymentId}/reverse`;
    const keyless = await client.send('POST', path, { body: { reason } });
    expect(codeOf(keyless)).toEqual([400, 'idempotency_key_required']);
    const dated = { reason, effectiveDate: '2020-01-01' };
    const early = await undo(paymentId, 'reverse', dated);
    expect(codeOf(early)).toEqual([422, 'effective_date_too_early']);
    expect(text(early.body['earliestDate'])).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});
