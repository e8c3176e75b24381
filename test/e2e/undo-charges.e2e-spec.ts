// Charges lowered and undone over REST on real stores, one by one and by the run.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type ApiAnswer, type TestClient, text } from '../support/api.js';
import { registerStudent, studentWhoOwes } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';

const reason = 'Charged in error';

describe('lowering and undoing charges, over REST', () => {
  let school: TestSchool;
  let client: TestClient;
  let studentId: string;
  let termId: string;

  beforeAll(async () => {
    school = await startTestSchool();
    client = await school.client();
    ({ studentId, termId } = await studentWhoOwes(client));
  });
  afterAll(() => school.stop());

  const codeOf = ({ status, body }: ApiAnswer) => [status, body['code']];
  const of = (path: string) => `/api/v1/students/${studentId}/${path}`;

  async function charge(amountMinor: number, feeCode: string): Promise<string> {
    const body = { termId, feeCode, description: 'Fee', amountMinor, dueOn: '2026-06-30' };
    const raised = await client.post(of('charges'), body);
    expect(raised.status).toBe(201);
    return text(raised.body['charge']?.['id']);
  }

  it('a cancelled charge asks for nothing; the same key answers the same bytes', async () => {
    const chargeId = await charge(5_000, 'TRIP');
    const key = randomUUID();
    const cancelled = await client.post(of(`charges/${chargeId}/cancel`), { reason }, key);
    expect(cancelled.status).toBe(200);
    expect(cancelled.body['charge']).toMatchObject({
      id: chargeId,
      amountMinor: 5_000,
      cancelledMinor: 5_000,
      outstandingMinor: 0,
    });
    expect(cancelled.body['balance']).toMatchObject({ outstandingMinor: 12_000 });
    const again = await client.post(of(`charges/${chargeId}/cancel`), { reason }, key);
    expect(again.body).toEqual(cancelled.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const second = await client.post(of(`charges/${chargeId}/cancel`), { reason });
    expect(codeOf(second)).toEqual([409, 'already_cancelled']);
  });

  it('an adjustment by percent has its lines, and can be taken back', async () => {
    const chargeId = await charge(9_001, 'BUS');
    const body = { kind: 'discount', percent: 50, feeCode: 'BUS', reason };
    const adjusted = await client.post(of('adjustments'), body);
    expect(adjusted.status).toBe(201);
    expect(adjusted.body['adjustment']).toMatchObject({
      amountMinor: 4_501,
      lines: [{ chargeId, amountMinor: 4_501 }],
    });
    const id = text(adjusted.body['adjustment']?.['id']);
    const reversed = await client.post(of(`adjustments/${id}/reverse`), { reason });
    expect([reversed.status, reversed.body['adjustment']?.['amountMinor']]).toEqual([200, 4_501]);
    const again = await client.post(of(`adjustments/${id}/reverse`), { reason });
    expect(codeOf(again)).toEqual([409, 'already_reversed']);
    await client.post(of(`charges/${chargeId}/cancel`), { reason });
  });

  it('an adjustment says what it may not be', async () => {
    const chargeId = await charge(20_000, 'CAMP');
    const adjust = (body: object) =>
      client.post(of('adjustments'), { kind: 'waiver', chargeId, reason, ...body });
    expect(codeOf(await adjust({ amountMinor: 10_001 }))).toEqual([403, 'four_eyes_required']);
    expect(codeOf(await adjust({ amountMinor: 20_001 }))).toEqual([422, 'adjustment_exceeds']);
    expect(codeOf(await adjust({}))).toEqual([400, 'amount_or_percent']);
    const both = { amountMinor: 1, feeCode: 'CAMP' };
    expect(codeOf(await adjust(both))).toEqual([400, 'charge_or_fee_code']);
    const early = { amountMinor: 100, effectiveDate: '2026-01-01' };
    expect(codeOf(await adjust(early))).toEqual([422, 'effective_date_too_early']);
    const noReason = { kind: 'waiver', chargeId, amountMinor: 100 };
    expect((await client.post(of('adjustments'), noReason)).status).toBe(400);
    await client.post(of(`charges/${chargeId}/cancel`), { reason });
  });

  it('what is unknown is not found', async () => {
    const nobody = '3d52ae10-0000-4000-8000-0000000000ff';
    const charged = await client.post(of(`charges/${nobody}/cancel`), { reason });
    expect(codeOf(charged)).toEqual([404, 'charge_not_found']);
    const adjusted = await client.post(of(`adjustments/${nobody}/reverse`), { reason });
    expect(codeOf(adjusted)).toEqual([404, 'adjustment_not_found']);
    const student = `/api/v1/students/${nobody}/charges/${nobody}/cancel`;
    expect(codeOf(await client.post(student, { reason }))).toEqual([404, 'student_not_found']);
    const run = await client.post(`/api/v1/charge-runs/${nobody}/cancel`, { reason });
    expect(codeOf(run)).toEqual([404, 'charge_run_not_found']);
  });

  it('a whole run is cancelled: what it charged is undone and can be charged again', async () => {
    const others = [
      await registerStudent(client, 'HS-3001'),
      await registerStudent(client, 'HS-3002'),
    ];
    const lines = [
      { feeCode: 'MEALS', description: 'Meals', amountMinor: 7_000, dueOn: '2026-06-30' },
    ];
    await client.put(`/api/v1/terms/${termId}/fee-schedule`, { lines });
    const first = await committedRun();
    await settled(first, 'completed');

    const cancelled = await client.post(`/api/v1/charge-runs/${first}/cancel`, { reason });

    expect(cancelled.status).toBe(202);
    expect(cancelled.body).toMatchObject({ id: first, status: 'cancelled', total: 3, done: 3 });
    await settled(first, 'cancelled');
    for (const other of others) await owes(other, 0);
    const second = await committedRun();
    await settled(second, 'completed');
    for (const other of others) await owes(other, 7_000);
  });

  async function committedRun(): Promise<string> {
    const path = `/api/v1/terms/${termId}/charge-runs`;
    const { body } = await client.post(`${path}/preview`, {});
    const committed = await client.post(path, { digest: body['digest'] });
    expect(committed.status).toBe(202);
    return text(committed.body['id']);
  }

  async function settled(chargeRunId: string, status: string): Promise<void> {
    for (;;) {
      const { body } = await client.get(`/api/v1/charge-runs/${chargeRunId}`);
      if (text(body['status']) === status) return;
      await pause(100);
    }
  }

  async function owes(student: string, outstandingMinor: number): Promise<void> {
    for (;;) {
      const { body } = await client.get(`/api/v1/students/${student}/balance`);
      if (Number(body['totals']?.['outstandingMinor']) === outstandingMinor) return;
      await pause(100);
    }
  }
});
