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

const nothingSeen = (): Seen => ({ ids: [], revisions: [], positions: [] });

/** Notes `count` events in `seen`, pausing after every fiftieth. */
async function readSlowly(
  events: AsyncIterable<ResolvedEvent>,
  seen: Seen,
  count: number,
): Promise<void> {
  for await (const { event } of events) {
    seen.ids.push(event?.id ?? '');
    seen.revisions.push(Number(event?.revision));
    seen.positions.push(Number(event?.position?.commit));
    if (seen.ids.length === count) return;
    if (seen.ids.length % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Lost events never come: after this long without an end, what was seen is compared as it is. */
async function orGivenUp(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const givenUp = new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([work, givenUp]);
  clearTimeout(timer);
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

  const [seenInAll, seenInStream] = [nothingSeen(), nothingSeen()];
  const reads = Promise.all([
    readSlowly(all, seenInAll, total),
    readSlowly(shared, seenInStream, total / 2),
  ]);
  await Promise.all(
    Array.from({ length: WRITERS }, (_, writer) => write(appending, writer, batches)),
  );
  await orGivenUp(reads, 45_000);
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
