// Sixty-four writers against slow readers, 20 000 events: none missing, none twice, none out of order,
// on a subscription to one stream and on one to `$all`. A subscription that goes on from the head
// instead of from what it sent loses events here.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EventStoreDBClient,
  excludeSystemEvents,
  jsonEvent,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { ServerProcess } from './server-process.js';

const WRITERS = 64;
const EVENTS = 20_000;
const EVENTS_A_BATCH = 5;
const SHARED = 'shared-stream';

interface Seen {
  readonly ids: string[];
  readonly revisions: number[];
  readonly positions: number[];
}

/** Half of the batches go to one stream for all, half to a stream of the writer's own. */
async function write(client: EventStoreDBClient, writer: number, batches: number): Promise<void> {
  for (let n = 0; n < batches; n += 1) {
    const events = Array.from({ length: EVENTS_A_BATCH }, () =>
      jsonEvent({ type: 'Loaded', data: { writer, n, text: 'x'.repeat(100) } }),
    );
    await client.appendToStream(n % 2 === 0 ? SHARED : `own-${writer}`, events);
  }
}

/** Reads `count` events, pausing after every fiftieth. */
async function readSlowly(events: AsyncIterable<ResolvedEvent>, count: number): Promise<Seen> {
  const seen: Seen = { ids: [], revisions: [], positions: [] };
  for await (const { event } of events) {
    seen.ids.push(event?.id ?? '');
    seen.revisions.push(Number(event?.revision));
    seen.positions.push(Number(event?.position?.commit));
    if (seen.ids.length === count) break;
    if (seen.ids.length % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return seen;
}

it('64 writers and slow readers: 20 000 events, each once and in order', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'eventstore-load-'));
  const server = await ServerProcess.start(directory);
  const appending = EventStoreDBClient.connectionString(server.connectionString);
  const reading = EventStoreDBClient.connectionString(server.connectionString);
  await appending.appendToStream('warmup', jsonEvent({ type: '$warm', data: {} }));
  const filter = excludeSystemEvents({ maxSearchWindow: 1_000, checkpointInterval: 16 });
  const all = reading.subscribeToAll({ filter });
  const shared = reading.subscribeToStream(SHARED);
  const batches = Math.ceil(EVENTS / EVENTS_A_BATCH / WRITERS / 2) * 2;
  const total = batches * EVENTS_A_BATCH * WRITERS;

  const [seenInAll, seenInStream] = await Promise.all([
    readSlowly(all, total),
    readSlowly(shared, total / 2),
    ...Array.from({ length: WRITERS }, (_, writer) => write(appending, writer, batches)),
  ]);
  await Promise.all([all.unsubscribe(), shared.unsubscribe()]);
  await Promise.all([appending.dispose(), reading.dispose()]);
  await server.kill('SIGTERM');
  rmSync(directory, { recursive: true, force: true });

  expect(total).toBeGreaterThanOrEqual(EVENTS);
  expect(new Set(seenInAll.ids).size).toBe(total);
  expect(seenInAll.positions).toEqual([...seenInAll.positions].sort((a, b) => a - b));
  expect(seenInStream.revisions).toEqual(Array.from({ length: total / 2 }, (_, n) => n));
  expect(new Set(seenInStream.ids).size).toBe(total / 2);
}, 120_000);
