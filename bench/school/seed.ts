// Fills a fresh school through its API: a term, its fees, the students, and one charge run over all.
import { setTimeout as delay } from 'node:timers/promises';
import type { SchoolClient } from './school-client.js';
import { allStudents } from './students.js';
import { CHARGES, CHARGED_MINOR, TERM } from './sample-books.js';

const IN_FLIGHT = 16;
const POLL_MS = 100;
const CAUGHT_UP_WITHIN_MS = 120_000;

export interface SeedPlan {
  readonly students: number;
  /** Gets the progress, a line at a time. */
  readonly say: (line: string) => void;
}

/** @throws Error when a request is refused, or the charges do not show in the list. */
export async function seedSchool(client: SchoolClient, plan: SeedPlan): Promise<void> {
  const termId = await openTerm(client);
  await registerStudents(client, plan);
  await untilListed(client, { students: plan.students, netMinor: 0 });
  await chargeAll(client, termId);
  await untilListed(client, {
    students: plan.students,
    netMinor: plan.students * CHARGED_MINOR,
  });
  plan.say(`${plan.students} students registered and charged`);
}

async function openTerm(client: SchoolClient): Promise<string> {
  const { id } = await client.json<{ id: string }>(post('/api/v1/terms', TERM));
  const lines = CHARGES.map((charge) => ({ ...charge, description: charge.feeCode }));
  await client.send({ method: 'PUT', path: `/api/v1/terms/${id}/fee-schedule`, body: { lines } });
  await client.send(post(`/api/v1/terms/${id}/open`, {}));
  return id;
}

async function registerStudents(client: SchoolClient, { students, say }: SeedPlan): Promise<void> {
  let next = 1;
  const step = Math.max(1_000, Math.ceil(students / 10));
  const work = async (): Promise<void> => {
    for (let n = next++; n <= students; n = next++) {
      await client.send(post('/api/v1/students', student(n)));
      if (n % step === 0 && n < students) say(`${n} of ${students} students registered`);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
}

function student(n: number) {
  const number = String(n).padStart(6, '0');
  return {
    admissionNo: `B-${number}`,
    givenName: 'Student',
    familyName: `Family ${number}`,
    class: `Form ${1 + (n % 6)}`,
    enrolledOn: TERM.startsOn,
  };
}

async function chargeAll(client: SchoolClient, termId: string): Promise<void> {
  const path = `/api/v1/terms/${termId}/charge-runs`;
  const { digest } = await client.json<{ digest: string }>(post(`${path}/preview`, {}));
  const { text, consistencyToken } = await client.send(post(path, { digest }));
  const run = JSON.parse(text) as { id: string };
  for (;;) {
    const state = await client.json<{ status: string; failed: number }>({
      method: 'GET',
      path: `/api/v1/charge-runs/${run.id}`,
      consistencyToken,
    });
    if (state.failed > 0) throw new Error(`the charge run failed for ${state.failed} students`);
    if (state.status === 'completed') return;
    if (state.status !== 'running') throw new Error(`the charge run is ${state.status}`);
    await delay(POLL_MS);
  }
}

/** Waits until the list has all students and owes what was charged. */
async function untilListed(
  client: SchoolClient,
  expected: { students: number; netMinor: number },
): Promise<void> {
  for (let waitedMs = 0; waitedMs < CAUGHT_UP_WITHIN_MS; waitedMs += POLL_MS) {
    const listed = await allStudents(client);
    const netMinor = listed.reduce((sum, item) => sum + item.netMinor, 0);
    if (listed.length === expected.students && netMinor === expected.netMinor) return;
    await delay(POLL_MS);
  }
  throw new Error(`the list never showed ${expected.students} students and ${expected.netMinor}`);
}

function post(path: string, body: object) {
  return { method: 'POST', path, body, idempotencyKey: crypto.randomUUID() } as const;
}
