// Fills a fresh school: a term and its fees through the API, the students and their charges past it;
// then waits until the lists show them.
import { setTimeout as delay } from 'node:timers/promises';
import { enrolStudents } from './enrol.js';
import type { SchoolClient } from './school-client.js';
import { allStudents } from './students.js';
import { CHARGES, CHARGED_MINOR, TERM } from './sample-books.js';

/** Each look walks the whole list, which a large school should not pay for while it is filled. */
const LOOK_EVERY_MS = 1_000;
const CAUGHT_UP_WITHIN_MS = 300_000;

export interface SeedPlan {
  readonly students: number;
  /** Names the stores, as for the command line. */
  readonly environment: NodeJS.ProcessEnv;
  /** Gets the progress, a line at a time. */
  readonly say: (line: string) => void;
}

/** @throws Error when a request or an append is refused, or the charges do not show in the list. */
export async function seedSchool(client: SchoolClient, plan: SeedPlan): Promise<void> {
  const { students, environment, say } = plan;
  const startedAt = performance.now();
  const termId = await openTerm(client);
  await enrolStudents(environment, { students, termId, say });
  const secondsNow = () => ((performance.now() - startedAt) / 1000).toFixed(0);
  say(`${students} students are in the log after ${secondsNow()} s`);
  await untilListed(client, students);
  say(`${students} students are in the list after ${secondsNow()} s`);
}

async function openTerm(client: SchoolClient): Promise<string> {
  const { id } = await client.json<{ id: string }>(post('/api/v1/terms', TERM));
  const lines = CHARGES.map((charge) => ({ ...charge, description: charge.feeCode }));
  await client.send({ method: 'PUT', path: `/api/v1/terms/${id}/fee-schedule`, body: { lines } });
  await client.send(post(`/api/v1/terms/${id}/open`, {}));
  return id;
}

/** Waits until the list has all students and owes what was charged. */
async function untilListed(client: SchoolClient, students: number): Promise<void> {
  const chargedMinor = students * CHARGED_MINOR;
  for (let waitedMs = 0; waitedMs < CAUGHT_UP_WITHIN_MS; waitedMs += LOOK_EVERY_MS) {
    const listed = await allStudents(client);
    const netMinor = listed.reduce((sum, item) => sum + item.netMinor, 0);
    if (listed.length === students && netMinor === chargedMinor) return;
    await delay(LOOK_EVERY_MS);
  }
  throw new Error(`the list never showed ${students} students and ${chargedMinor}`);
}

function post(path: string, body: object) {
  return { method: 'POST', path, body, idempotencyKey: crypto.randomUUID() } as const;
}
