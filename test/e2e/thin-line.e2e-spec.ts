// One payment from the browser to the books and back, on real stores: the line that everything else
// stands on.
import { list, type TestClient, text } from '../support/api.js';
import { studentWhoOwes } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';

describe('one payment, over REST', () => {
  let school: TestSchool;
  let client: TestClient;
  let studentId: string;
  let schoolYear: string;
  let token: string;

  beforeAll(async () => {
    school = await startTestSchool();
    client = await school.client();
    ({ studentId } = await studentWhoOwes(client));
  });
  afterAll(() => school.stop());

  it('a payment of 80.00 on 120.00 leaves 40.00: PARTIAL, receipt number 1', async () => {
    const paid = await client.post(`/api/v1/students/${studentId}/payments`, {
      amountMinor: 8000,
      method: 'cash',
      effectiveDate: '2026-05-12',
    });
    expect(paid.status).toBe(201);
    expect(paid.headers.get('etag')).toMatch(/^"\d+"$/);
    expect(paid.headers.get('location')).toBe(
      `/api/v1/students/${studentId}/payments/${text(paid.body['payment']?.['id'])}`,
    );
    expect(paid.body['payment']).toMatchObject({
      receiptNo: 1,
      receiptStatus: 'issued',
      amountMinor: 8000,
      method: 'cash',
      effectiveDate: '2026-05-12',
      creditMinor: 0,
    });
    schoolYear = text(paid.body['payment']?.['schoolYear']);
    expect(paid.body['balance']).toEqual({
      currency: 'USD',
      outstandingMinor: 4000,
      creditMinor: 0,
      netMinor: 4000,
      paymentStatus: 'PARTIAL',
    });
  });

  it('the last 40.00 settles: PAID, receipt number 2, and the list with the token shows it', async () => {
    const paid = await client.post(`/api/v1/students/${studentId}/payments`, {
      amountMinor: 4000,
      method: 'cash',
    });
    expect(paid.body['payment']).toMatchObject({ receiptNo: 2 });
    expect(paid.body['balance']).toMatchObject({ outstandingMinor: 0, paymentStatus: 'PAID' });
    token = paid.headers.get('consistency-token') ?? '';
    const list = await client.get('/api/v1/students?limit=50', { 'consistency-token': token });
    expect(list.status).toBe(200);
    expect(list.headers.get('stale')).toBeNull();
    expect(list.body['items']?.[0]).toMatchObject({
      id: studentId,
      admissionNo: 'HS-0412',
      balance: { outstandingMinor: 0, paidMinor: 12_000, paymentStatus: 'PAID' },
    });
  });

  it('more than is owed becomes credit, which meets the next charge by itself', async () => {
    const paid = await client.post(`/api/v1/students/${studentId}/payments`, {
      amountMinor: 3000,
      method: 'cash',
    });
    expect(paid.body['balance']).toMatchObject({ creditMinor: 3000, netMinor: -3000 });
    const terms = await client.get('/api/v1/terms/current');
    const charged = await client.post(`/api/v1/students/${studentId}/charges`, {
      feeCode: 'TRIP',
      description: 'Museum trip',
      amountMinor: 5000,
      dueOn: '2026-07-01',
      termId: terms.body['id'] ?? '',
    });
    expect(charged.status).toBe(201);
    token = charged.headers.get('consistency-token') ?? '';
    expect(charged.body['appliedCredit']).toEqual([
      { paymentId: paid.body['payment']?.['id'], amountMinor: 3000 },
    ]);
    expect(charged.body['balance']).toMatchObject({ outstandingMinor: 2000, creditMinor: 0 });
  });

  it('the replay names each event with the balance after it; the last is the live balance', async () => {
    const replay = await client.get(`/api/v1/students/${studentId}/replay`);
    expect(replay.status).toBe(200);
    const frames = list(replay.body['frames']);
    const last = frames.at(-1);
    expect(last?.['after']).toMatchObject({
      outstandingMinor: 2000,
      creditMinor: 0,
      netMinor: 2000,
    });
    const types = frames.map((frame) => frame['event']?.['type']);
    expect(types).toEqual([
      'StudentRegistered',
      'AccountOpened',
      'ChargeRaised',
      'PaymentRecorded',
      'PaymentAllocated',
      'PaymentRecorded',
      'PaymentAllocated',
      'PaymentRecorded',
      'ChargeRaised',
      'PaymentAllocated',
    ]);
    const balance = await client.get(`/api/v1/students/${studentId}/balance`, {
      'consistency-token': token,
    });
    expect(balance.body['totals']).toMatchObject({ outstandingMinor: 2000, netMinor: 2000 });
  });

  it('the receipt shows what was printed on the day, whatever happened since', async () => {
    const receipt = await client.get(`/api/v1/receipts/${schoolYear}/1`);
    expect(receipt.status).toBe(200);
    expect(receipt.body).toMatchObject({ amountMinor: 8000, number: 1 });
    const asJson = await client.get(`/api/v1/receipts/${schoolYear}/1?format=json`);
    expect([asJson.status, asJson.body['number']]).toEqual([200, 1]);
  });

  it('the receipt with format=html is the page for people, to look at and to print', async () => {
    const path = `/receipts/${schoolYear}/1`;
    const sent = await client.get(`/api/v1${path}?format=html`, { accept: 'text/html' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, path]);
    const page = await client.get(path, { accept: 'text/html' });
    expect(page.status).toBe(200);
    expect(text(page.body)).toContain(`Receipt ${schoolYear}-000001`);
  });

  it.each(['1?format=pdf', '1e0', '0x1', '0', '1.0'])('receipt %s: 400', async (receipt) => {
    const { status } = await client.get(`/api/v1/receipts/2026/${receipt}`);
    expect(status).toBe(400);
  });

  it('a receipt that nobody has got is 404 in either form', async () => {
    const path = `/api/v1/receipts/${schoolYear}/999`;
    expect((await client.get(path)).body['code']).toBe('receipt_not_found');
    expect((await client.get(`${path}?format=html`)).body['code']).toBe('receipt_not_found');
  });
});
