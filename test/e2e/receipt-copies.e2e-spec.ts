// Copies of a receipt and its reversal, over REST on real stores.
import { text, type TestClient } from '../support/api.js';
import { studentWhoOwes } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';

describe('a receipt, over REST', () => {
  let school: TestSchool;
  let client: TestClient;
  let path: string;
  let payment: string;

  beforeAll(async () => {
    school = await startTestSchool();
    client = await school.client();
    const { studentId } = await studentWhoOwes(client);
    const payments = `/api/v1/students/${studentId}/payments`;
    const paid = await client.post(payments, { amountMinor: 8_000, method: 'cash' });
    path = `/api/v1/receipts/${text(paid.body['payment']?.['schoolYear'])}/1`;
    payment = `${payments}/${text(paid.body['payment']?.['id'])}`;
  });
  afterAll(() => school.stop());

  it('is copied as often as it is asked for, once for a key: DUPLICATE 1, then 2', async () => {
    const first = await client.post(`${path}/reprints`, {}, 'copy-1');
    const again = await client.post(`${path}/reprints`, {}, 'copy-1');
    const second = await client.send('POST', `${path}/reprints`, { body: { medium: 'file' } });

    expect(first).toMatchObject({
      status: 201,
      body: { number: 1, copy: 1, label: 'DUPLICATE 1', medium: 'paper' },
    });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(second).toMatchObject({
      status: 201,
      body: { copy: 2, label: 'DUPLICATE 2', medium: 'file' },
    });
    const token = text(second.headers.get('consistency-token') ?? '');
    const receipt = await client.get(path, { 'consistency-token': token });
    expect(receipt.body).toMatchObject({ number: 1, copies: 2, status: 'issued' });
  });

  it('refuses a medium and a field that it does not know', async () => {
    const medium = await client.post(`${path}/reprints`, { medium: 'stone' });
    const field = await client.post(`${path}/reprints`, { copies: 3 });

    expect([medium.status, field.status]).toEqual([400, 400]);
    expect(field.body['code']).toBe('unknown_field');
  });

  it('keeps its number and says that it is reversed, from when and why', async () => {
    const body = { reason: 'The cheque bounced', reasonCode: 'payment_failed' };
    const reversed = await client.post(`${payment}/reverse`, body);
    expect(reversed.status).toBe(200);

    const token = text(reversed.headers.get('consistency-token') ?? '');
    const receipt = await client.get(path, { 'consistency-token': token });

    expect(receipt.body).toMatchObject({
      number: 1,
      amountMinor: 8_000,
      status: 'reversed',
      reversal: { reasonCode: 'payment_failed' },
      content: { creditMinor: 0 },
    });
  });
});
