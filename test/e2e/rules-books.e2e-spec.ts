// Rules 2 and 4 to 7 over REST, in a school in Kuwaiti dinars, of which 1 has 1 000 fils: one payment
// that is overpaid, given back in part, used, and reversed; its receipt; and credit wherever it shows.
import { type ApiAnswer, type Json, type TestClient, list, text } from '../support/api.js';
import { openTerm, registerStudent } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';

const NOBODY = '3d52ae10-0000-4000-8000-0000000000ff';
const reason = 'The cheque bounced';

describe('the books of a school in dinars', () => {
  let school: TestSchool;
  let client: TestClient;
  let termId: string;
  let studentId: string;
  /** Consistency token of the last write. */
  let written = '';

  const read = async (path: string, headers: Record<string, string> = {}) =>
    client.get(path, { 'consistency-token': written, ...headers });
  const post = async (path: string, body: object, key?: string): Promise<ApiAnswer> => {
    const answer = await client.post(path, body, key);
    written = answer.headers.get('consistency-token') ?? written;
    return answer;
  };
  const of = (path: string, student = studentId) => `/api/v1/students/${student}/${path}`;
  const charge = (amountMinor: number, effectiveDate: string, feeCode: string) => {
    const dates = { dueOn: '2026-05-12', effectiveDate };
    return post(of('charges'), { termId, feeCode, description: feeCode, amountMinor, ...dates });
  };
  const totalsOn = async (asOf: string) => (await read(of(`balance?asOf=${asOf}`))).body['totals'];
  const page = async (path: string) =>
    text((await read(path, { accept: 'text/html' })).body)
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/gu, ' ');

  let paymentId = '';
  /** Of the day on which the test runs. */
  let schoolYear = '';

  beforeAll(async () => {
    school = await startTestSchool({ SCHOOL_CURRENCY: 'KWD', SCHOOL_TIME_ZONE: 'Asia/Kuwait' });
    client = await school.client();
    termId = await openTerm(client);
    studentId = await registerStudent(client, 'KW-1');
    await charge(120_000, '2026-05-05', 'TUITION');
    const first = { amountMinor: 130_500, method: 'cheque', effectiveDate: '2026-05-10' };
    const paid = await post(of('payments'), first);
    paymentId = text(paid.body['payment']?.['id']);
    schoolYear = text(paid.body['payment']?.['schoolYear']);
    const back = { amountMinor: 4_500, reason, effectiveDate: '2026-05-20' };
    await post(of(`payments/${paymentId}/refund`), back);
    await charge(2_000, '2026-05-25', 'TRIP');
  });
  afterAll(() => school.stop());

  it('name the currency and its three digits, and show them', async () => {
    const { body } = await read('/api/v1/school');
    expect(body).toMatchObject({ currency: 'KWD', currencyExponent: 3, timeZone: 'Asia/Kuwait' });
    expect(await page(`/students/${studentId}`)).toContain('120.000');
  });

  it('show credit in the balance, the account, the list, the dashboard and on the page', async () => {
    const balance = await read(of('balance'));
    expect(balance.body['totals']).toMatchObject({ outstandingMinor: 0, creditMinor: 4_000 });
    expect((await read(of('account'))).body['creditMinor']).toEqual(4_000);
    const listed = list((await read('/api/v1/students?q=KW-1')).body['items']);
    expect(listed[0]).toMatchObject({ netMinor: -4_000, balance: { creditMinor: 4_000 } });
    expect((await read('/api/v1/dashboard')).body).toMatchObject({
      expectedMinor: 122_000,
      collectedMinor: 122_000,
      outstandingMinor: 0,
      creditMinor: 4_000,
    });
    expect(await page(`/students/${studentId}`)).toContain('4.000');
  });

  it('a payment whose credit a later charge used and a refund lowered is reversed whole', async () => {
    const path = of(`payments/${paymentId}/reverse`);
    const reversed = await post(path, { reason, effectiveDate: '2026-06-01' }, 'bounced');
    expect(reversed.status).toBe(200);
    expect(reversed.body).toMatchObject({
      payment: { reversedMinor: 126_000, refundedMinor: 4_500, creditMinor: 0, allocations: [] },
      balance: { currency: 'KWD', outstandingMinor: 126_500, creditMinor: 0, netMinor: 126_500 },
    });
    const { body } = await read(of('balance'));
    expect(list(body['terms']).map(withoutName)).toEqual([
      [undefined, 4_500, 0, 4_500],
      [termId, 122_000, 0, 122_000],
    ]);
    const charges = list((await read(of('account'))).body['charges']);
    expect(
      charges.map((row) => [text(row['kind']), Number(row['outstandingMinor'])]),
    ).toContainEqual(['refund_recovery', 4_500]);
  });

  it('a second reversal is 409 already_reversed and moves no money (blnk#374)', async () => {
    const log = async () => JSON.stringify((await read(of('replay'))).body);
    const figures = async () => JSON.stringify((await read(of('balance'))).body['totals']);
    const [facts, before] = [await log(), await figures()];
    const path = of(`payments/${paymentId}/reverse`);
    const second = await post(path, { reason });
    expect([second.status, second.body['code']]).toEqual([409, 'already_reversed']);
    const refund = await post(of(`payments/${paymentId}/refund`), { amountMinor: 1, reason });
    expect([refund.status, refund.body['code']]).toEqual([409, 'already_reversed']);
    const same = await post(path, { reason, effectiveDate: '2026-06-01' }, 'bounced');
    expect([same.status, same.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect([await log(), await figures()]).toEqual([facts, before]);
  });

  // charged, paid, reversed, refunded · outstanding, credit, net
  it.each([
    ['2026-05-04', 'nothing yet', [0, 0, 0, 0, 0, 0, 0]],
    ['2026-05-05', 'charged 120.000', [120_000, 0, 0, 0, 120_000, 0, 120_000]],
    ['2026-05-09', 'the day before it was paid', [120_000, 0, 0, 0, 120_000, 0, 120_000]],
    ['2026-05-10', 'paid 130.500', [120_000, 130_500, 0, 0, 0, 10_500, -10_500]],
    ['2026-05-20', 'gave 4.500 back', [120_000, 130_500, 0, 4_500, 0, 6_000, -6_000]],
    ['2026-05-25', 'charged 2.000 more', [122_000, 130_500, 0, 4_500, 0, 4_000, -4_000]],
    ['2026-05-31', 'the day before it bounced', [122_000, 130_500, 0, 4_500, 0, 4_000, -4_000]],
    ['2026-06-01', 'it bounced', [126_500, 130_500, 126_000, 4_500, 126_500, 0, 126_500]],
  ])('as of %s: %s', async (asOf, _what, expected) => {
    const totals = await totalsOn(asOf);
    const [charged, paid, reversed, refunded, outstanding, credit, net] = FIGURES.map((name) =>
      Number(totals?.[name]),
    );
    expect([charged, paid, reversed, refunded, outstanding, credit, net]).toEqual(expected);
  });

  it('as of a day state the position, give zeros to who has no facts, and know nobody else', async () => {
    const other = await registerStudent(client, 'KW-2');
    const path = (student: string) => of('balance?asOf=2026-05-10', student);
    const zeros = await client.get(path(other), { prefer: 'wait=2' });
    expect(zeros.body).toMatchObject({ asOf: '2026-05-10', terms: [], totals: { netMinor: 0 } });
    expect(Number.isSafeInteger(zeros.body['position'])).toBe(true);
    const unknown = await read(path(NOBODY));
    expect([unknown.status, unknown.body['code']]).toEqual([404, 'student_not_found']);
    const noDay = await read(of('balance?asOf=2026-02-30'));
    expect([noDay.status, noDay.body['code']]).toEqual([400, 'invalid_date']);
  });

  it('the receipt keeps number and content, says REVERSED; copies say DUPLICATE n', async () => {
    const receipt = await read(`/api/v1/receipts/${schoolYear}/1`);
    expect(receipt.body).toMatchObject({
      number: 1,
      paymentId,
      status: 'reversed',
      amountMinor: 130_500,
      content: { creditMinor: 10_500, balanceAfterMinor: -10_500 },
    });
    expect(await page(`/receipts/${schoolYear}/1`)).toContain('REVERSED');
    const copy = () => post(`/api/v1/receipts/${schoolYear}/1/reprints`, {});
    expect((await copy()).body).toMatchObject({ copy: 1, label: 'DUPLICATE 1' });
    expect((await copy()).body).toMatchObject({ copy: 2, label: 'DUPLICATE 2' });
    const after = await read(`/api/v1/receipts/${schoolYear}/1`);
    expect(after.body).toEqual({
      ...receipt.body,
      copies: 2,
      position: after.body['position'],
      lagSeconds: after.body['lagSeconds'],
    });
  });

  it('the next payment has number 2: reversal, refund and copies took none', async () => {
    const paid = await post(of('payments'), { amountMinor: 26_500, method: 'cash' });
    expect(paid.body).toMatchObject({
      payment: { schoolYear, receiptNo: 2, creditMinor: 0 },
      balance: { outstandingMinor: 100_000, netMinor: 100_000 },
    });
  });

  it('take 1 fils and 999 999 999.999 dinars, and refuse one fils more', async () => {
    const rich = await registerStudent(client, 'KW-3');
    const pay = (amountMinor: number) =>
      post(of('payments', rich), { amountMinor, method: 'cash' });
    expect((await pay(1)).body['balance']).toMatchObject({ creditMinor: 1 });
    expect((await pay(999_999_999_999)).body['balance']).toMatchObject({
      creditMinor: 1_000_000_000_000,
      netMinor: -1_000_000_000_000,
    });
    const more = await pay(1_000_000_000_000);
    expect([more.status, more.body['code']]).toEqual([400, 'amount_out_of_range']);
    const totals = (await read(of('balance', rich))).body['totals'];
    expect(totals).toMatchObject({ paidMinor: 1_000_000_000_000 });
    expect(await page(`/students/${rich}`)).toMatch(/1\s000\s000\s000\.000/u);
  });
});

const FIGURES = [
  'chargedMinor',
  'paidMinor',
  'reversedMinor',
  'refundedMinor',
  'outstandingMinor',
  'creditMinor',
  'netMinor',
] as const;

/** Term, charged, paid and outstanding of a row of the balance. */
function withoutName(row: Json): (string | number | undefined)[] {
  const term = row['termId'] === undefined ? undefined : text(row['termId']);
  return [term, ...['chargedMinor', 'paidMinor', 'outstandingMinor'].map((n) => Number(row[n]))];
}
