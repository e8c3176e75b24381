// Fills a fresh school: a term and its fees through the API, the rest while nothing runs; then waits
// until the running app's lists show it.
import { setTimeout as delay } from 'node:timers/promises';
import type { SchoolClient } from './school-client.js';
import { allStudents, FIRST_PAGE } from './students.js';
import { CHARGES, TERM } from './sample-books.js';

const LOOK_EVERY_MS = 500;
const CAUGHT_UP_WITHIN_MS = 1_800_000;

/** @returns the id of the open term. */
export async function openTerm(client: SchoolClient): Promise<string> {
  const { id } = await client.json<{ id: string }>(post('/api/v1/terms', TERM));
  const lines = CHARGES.map((charge) => ({ ...charge, description: charge.feeCode }));
  await client.send({ method: 'PUT', path: `/api/v1/terms/${id}/fee-schedule`, body: { lines } });
  await client.send(post(`/api/v1/terms/${id}/open`, {}));
  return id;
}

/** Log index of the last event that the lists show. */
export async function shownPosition(client: SchoolClient): Promise<number> {
  const { position } = await client.json<{ position: number }>({ method: 'GET', path: FIRST_PAGE });
  return position;
}

/**
 * Waits until the lists show so many events.
 * @returns the position then.
 * @throws Error when they don't within half an hour, or have another number of students then.
 */
export async function untilShown(
  client: SchoolClient,
  { events, students }: { events: number; students: number },
): Promise<number> {
  let position = await shownPosition(client);
  for (let waitedMs = 0; position < events; waitedMs += LOOK_EVERY_MS) {
    if (waitedMs > CAUGHT_UP_WITHIN_MS)
      throw new Error(`the lists are at ${position} of ${events}`);
    await delay(LOOK_EVERY_MS);
    position = await shownPosition(client);
  }
  const listed = await allStudents(client);
  if (listed.length === students) return position;
  throw new Error(`the list has ${listed.length} students of ${students}`);
}

function post(path: string, body: object) {
  return { method: 'POST', path, body, idempotencyKey: crypto.randomUUID() } as const;
}
