// Loads Hillside School through the REST API. Loading again changes nothing: every command carries
// a key of its own, so what a killed loader left half done is finished by the next.
import { ApiClient } from './api-client.js';
import { CHARGED_ON, FEES, PAYMENTS, SAMPLE_ENDS_ON, STUDENTS, TERM } from './hillside.js';

export interface SampleSchoolOptions {
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
  say(line: string): void;
}

interface Page<T> {
  items: T[];
}

/**
 * @returns Whether anything was loaded; false when the school is there already.
 * @throws Error when the clock is before the sample's dates, or a command is refused.
 */
export async function loadSampleSchool(options: SampleSchoolOptions): Promise<boolean> {
  const api = new ApiClient(options.baseUrl);
  await api.logIn(options.username, options.password);
  if (await isLoaded(api)) return false;
  const { timeZone } = await api.get<{ timeZone: string }>('/school');
  refuseEarlyClock(timeZone);
  options.say('Loading Hillside School, Second Term (2026) …');
  const termId = await openTerm(api);
  const studentIds = await registerStudents(api);
  await chargeTerm(api, termId);
  await recordPayments(api, studentIds);
  return true;
}

/** The last payment is the last thing that is loaded. */
async function isLoaded(api: ApiClient): Promise<boolean> {
  const anert = await api.get<Page<{ balance?: { paidMinor: number } }>>('/students?q=HS-0412');
  return (anert.items[0]?.balance?.paidMinor ?? 0) >= 8000;
}

function refuseEarlyClock(timeZone: string): void {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date());
  if (today >= SAMPLE_ENDS_ON) return;
  throw new Error(
    `This machine's clock says ${today}, but the sample school's payments end on ${SAMPLE_ENDS_ON}, ` +
      `and a payment is never dated in the future. Set the clock, then start again.`,
  );
}

async function openTerm(api: ApiClient): Promise<string> {
  const { body: term } = await api.post<{ id: string }>('/terms', 'sample-term', TERM);
  await api.put(`/terms/${term.id}/fee-schedule`, 'sample-fees', { lines: FEES });
  await api.post(`/terms/${term.id}/open`, 'sample-open', {});
  return term.id;
}

async function registerStudents(api: ApiClient): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  let token: string | undefined;
  for (const student of STUDENTS) {
    const key = `sample-${student.admissionNo}`;
    const { body, consistencyToken } = await api.post<{ id: string }>('/students', key, student);
    ids.set(student.admissionNo, body.id);
    token = consistencyToken;
  }
  // The charge run charges whom the read model knows.
  await api.get('/students?limit=1', token);
  return ids;
}

async function chargeTerm(api: ApiClient, termId: string): Promise<void> {
  const path = `/terms/${termId}/charge-runs`;
  const { body: preview } = await api.post<{ digest: string; totals: { charges: number } }>(
    `${path}/preview`,
    'sample-preview',
    {},
  );
  if (preview.totals.charges === 0) return;
  const { digest } = preview;
  const run = await api.post<{ id: string }>(path, `sample-run-${digest}`, {
    digest,
    effectiveDate: CHARGED_ON,
  });
  await untilCompleted(api, run.body.id, run.consistencyToken);
}

async function untilCompleted(
  api: ApiClient,
  runId: string,
  token: string | undefined,
): Promise<void> {
  for (;;) {
    const run = await api.get<{ status: string; failed: number }>(`/charge-runs/${runId}`, token);
    if (run.status === 'completed' && run.failed === 0) return;
    if (run.status !== 'running') throw new Error(`The sample's charge run is ${run.status}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function recordPayments(api: ApiClient, studentIds: Map<string, string>): Promise<void> {
  let token: string | undefined;
  for (const [i, { admissionNo, ...payment }] of PAYMENTS.entries()) {
    const path = `/students/${studentIds.get(admissionNo)}/payments`;
    token = (await api.post(path, `sample-payment-${i + 1}`, payment)).consistencyToken;
  }
  await api.get('/students?limit=1', token);
}
