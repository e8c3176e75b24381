// The smallest school that a payment needs: an open term and students who owe 120.00 each.
import { type TestClient, text } from './api.js';

const TERM = {
  name: 'Second Term (2026)',
  schoolYear: '2026',
  startsOn: '2026-05-05',
  endsOn: '2026-08-07',
};

/** Schedules and opens the term; its id. */
export async function openTerm(client: TestClient): Promise<string> {
  const term = await client.post('/api/v1/terms', TERM);
  expect(term.status).toBe(201);
  const id = text(term.body['id']);
  expect((await client.post(`/api/v1/terms/${id}/open`, {})).status).toBe(200);
  return id;
}

/** Registers a student; the id. */
export async function registerStudent(client: TestClient, admissionNo: string): Promise<string> {
  const { status, body } = await client.post('/api/v1/students', {
    admissionNo,
    givenName: 'Anert',
    familyName: `Moyo ${admissionNo}`,
    class: 'Form 2A',
    enrolledOn: '2026-01-13',
  });
  expect(status).toBe(201);
  return text(body['id']);
}

/** Charges 120.00 tuition by hand; the charge's id. */
export async function chargeTuition(
  client: TestClient,
  owes: { studentId: string; termId: string },
): Promise<string> {
  const { status, body } = await client.post(`/api/v1/students/${owes.studentId}/charges`, {
    feeCode: 'TUITION',
    description: 'Tuition',
    amountMinor: 12_000,
    dueOn: '2026-05-12',
    termId: owes.termId,
    effectiveDate: '2026-05-05',
  });
  expect(status).toBe(201);
  return text(body['charge']?.['id']);
}

/** A student who owes 120.00 in an open term. */
export async function studentWhoOwes(
  client: TestClient,
): Promise<{ studentId: string; termId: string; chargeId: string }> {
  const termId = await openTerm(client);
  const studentId = await registerStudent(client, 'HS-0412');
  const chargeId = await chargeTuition(client, { studentId, termId });
  return { studentId, termId, chargeId };
}
