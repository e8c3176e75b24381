// Kill -9 under load, twenty times: nothing that was acknowledged is lost, torn, moved or there twice.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { EventStoreDBClient, type AllStreamResolvedEvent } from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { BatchChannel, CrashWriter, type Acknowledged } from './crash-writer.js';
import { ServerProcess } from './server-process.js';

const ROUNDS = 20;

interface Stored {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  /** The ids of the append that the event was part of, in order. */
  readonly batch: readonly string[];
}

/** Load on a fresh server, which is killed in the middle of it. */
async function round(directory: string, writers: readonly CrashWriter[], n: number): Promise<void> {
  const server = await ServerProcess.start(directory);
  const client = new StreamsClient(server.address, credentials.createInsecure());
  const channel = new BatchChannel(client);
  const writing = Promise.all(writers.map((writer) => writer.writeUntilTheEnd(channel)));
  // Always another moment, the same in every run.
  await new Promise((resolve) => setTimeout(resolve, 100 + ((n * 37) % 150)));
  await server.kill('SIGKILL');
  await writing;
  client.close();
}

/** Every event of the log by id. @throws Error for an id twice, or an order that is none. */
async function readLog(connectionString: string): Promise<Map<string, Stored>> {
  const client = EventStoreDBClient.connectionString(connectionString);
  const stored = new Map<string, Stored>();
  const nextRevision = new Map<string, number>();
  let last = 0;
  for await (const { event } of client.readAll() as AsyncIterable<AllStreamResolvedEvent>) {
    if (event === undefined) throw new Error('an event without a record');
    const [revision, position] = [Number(event.revision), Number(event.position.commit)];
    const expected = nextRevision.get(event.streamId) ?? 0;
    if (position <= last) throw new Error(`position ${position} after ${last}`);
    if (revision !== expected) throw new Error(`${event.streamId}: ${revision}, not ${expected}`);
    if (stored.has(event.id)) throw new Error(`${event.id} is there twice`);
    const batch = Buffer.from(event.data as Uint8Array)
      .toString()
      .split(' ');
    stored.set(event.id, { stream: event.streamId, revision, position, batch });
    nextRevision.set(event.streamId, revision + 1);
    last = position;
  }
  await client.dispose();
  return stored;
}

function isIntact(stored: Map<string, Stored>, { stream, ids, revision, position }: Acknowledged) {
  const first = revision - ids.length + 1;
  const places = ids.map((id) => stored.get(id));
  const isInPlace = places.every(
    (place, index) => place?.stream === stream && place.revision === first + index,
  );
  return isInPlace && places.at(-1)?.position === position;
}

it('kill -9 under load, 20 rounds: nothing acknowledged is lost, torn, moved or twice', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'eventstore-crash-'));
  const writers = Array.from({ length: 12 }, (_, n) => new CrashWriter(`crash-${n}`));
  for (let n = 0; n < ROUNDS; n += 1) await round(directory, writers, n);

  const server = await ServerProcess.start(directory);
  const stored = await readLog(server.connectionString);
  await server.kill('SIGTERM');
  rmSync(directory, { recursive: true, force: true });

  const acknowledged = writers.flatMap((writer) => writer.acknowledged);
  expect(acknowledged.length).toBeGreaterThan(ROUNDS);
  expect(acknowledged.filter((append) => !isIntact(stored, append))).toEqual([]);
  const torn = [...stored.values()].filter(({ batch }) => batch.some((id) => !stored.has(id)));
  expect(torn).toEqual([]);
}, 120_000);
