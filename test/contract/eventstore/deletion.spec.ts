// Statements A9 and A11 to A13: deleted streams, the order of the checks, re-opening, empty appends.
import { ANY, NO_STREAM, START, STREAM_EXISTS } from '@eventstore/db-client';
import { useContractServer } from './contract-server.js';
import { collect, failureOf, numbered, take } from './events.js';

const server = useContractServer();

async function streamOf(count: number): Promise<string> {
  const stream = server.stream('deletion');
  const events = Array.from({ length: count }, (_, n) => numbered(n));
  await server.client.appendToStream(stream, events, { expectedRevision: NO_STREAM });
  return stream;
}

async function typeOfFailure(call: Promise<unknown>): Promise<unknown> {
  return (await failureOf(call))['type'];
}

it('A9 a tombstoned stream refuses reads, appends and deletions, before any other check', async () => {
  const stream = await streamOf(2);
  await server.client.tombstoneStream(stream);
  const { client } = server;
  expect(await typeOfFailure(collect(client.readStream(stream)))).toBe('stream-deleted');
  const wrong = client.appendToStream(stream, numbered(9), { expectedRevision: 77n });
  expect(await typeOfFailure(wrong)).toBe('stream-deleted');
  expect(await typeOfFailure(client.deleteStream(stream))).toBe('stream-deleted');
  expect(await typeOfFailure(client.tombstoneStream(stream))).toBe('stream-deleted');
});

it('A9 so does the metadata stream of a tombstoned stream', async () => {
  const stream = await streamOf(1);
  await server.client.setStreamMetadata(stream, { maxCount: 5 });
  await server.client.tombstoneStream(stream);
  const { client } = server;
  expect(await typeOfFailure(collect(client.readStream(`$$${stream}`)))).toBe('stream-deleted');
  expect(await typeOfFailure(client.setStreamMetadata(stream, {}))).toBe('stream-deleted');
});

it('A9 STREAM_EXISTS on a soft-deleted stream is stream-deleted', async () => {
  const stream = await streamOf(1);
  await server.client.deleteStream(stream);
  const options = { expectedRevision: STREAM_EXISTS } as const;
  const append = server.client.appendToStream(stream, numbered(1), options);
  expect(await typeOfFailure(append)).toBe('stream-deleted');
});

it('A9 STREAM_EXISTS without events and metadata is a conflict; metadata alone is enough', async () => {
  const stream = server.stream('exists');
  const options = { expectedRevision: STREAM_EXISTS } as const;
  const missing = server.client.appendToStream(stream, numbered(0), options);
  expect(await typeOfFailure(missing)).toBe('wrong-expected-version');
  await server.client.setStreamMetadata(stream, { maxCount: 5 });
  const appended = await server.client.appendToStream(stream, numbered(0), options);
  expect(appended.nextExpectedRevision).toBe(0n);
});

it('A9 an exact revision must be the current one', async () => {
  const stream = await streamOf(3);
  const { client } = server;
  const below = client.appendToStream(stream, numbered(9), { expectedRevision: 1n });
  expect(await failureOf(below)).toMatchObject({ expectedVersion: 1n, actualVersion: 2n });
  const above = client.appendToStream(stream, numbered(9), { expectedRevision: 3n });
  expect(await failureOf(above)).toMatchObject({ expectedVersion: 3n, actualVersion: 2n });
  const none = client.appendToStream(stream, numbered(9), { expectedRevision: NO_STREAM });
  expect(await failureOf(none)).toMatchObject({ expectedVersion: 'no_stream', actualVersion: 2n });
});

it('A9 NO_STREAM succeeds on a soft-deleted stream', async () => {
  const stream = await streamOf(2);
  await server.client.deleteStream(stream);
  const options = { expectedRevision: NO_STREAM } as const;
  const appended = await server.client.appendToStream(stream, numbered(2), options);
  expect(appended.nextExpectedRevision).toBe(2n);
});

it('A11 a soft delete writes the greatest $tb to the metadata stream', async () => {
  const stream = await streamOf(2);
  const before = await server.client.appendToStream(stream, numbered(2));
  const deleted = await server.client.deleteStream(stream, { expectedRevision: 2n });
  expect(deleted.position?.commit).toBeGreaterThan(before.position?.commit ?? 0n);
  const subscription = server.client.subscribeToAll({
    fromPosition: before.position ?? START,
  });
  const [written] = await take(1, subscription);
  await subscription.unsubscribe();
  expect(written?.event).toMatchObject({ streamId: `$$${stream}`, type: '$metadata' });
  expect(JSON.stringify(written?.event?.data)).toContain('"$tb":922337203685477');
});

it('A11 a soft delete of a missing stream with ANY is a conflict with actual -1', async () => {
  const deletion = server.client.deleteStream(server.stream('missing'), { expectedRevision: ANY });
  expect(await failureOf(deletion)).toMatchObject({
    type: 'wrong-expected-version',
    actualVersion: -1n,
  });
});

it('A11 a tombstone is the record $streamDeleted with revision 2^63-1', async () => {
  const stream = await streamOf(1);
  const subscription = server.client.subscribeToStream(stream, { fromRevision: 0n });
  const failed = new Promise((resolve) => subscription.once('error', resolve));
  const seen: unknown[] = [];
  subscription.on('data', ({ event }) => seen.push([event?.type, event?.revision]));
  await new Promise((resolve) => subscription.once('confirmation', resolve));
  await server.client.tombstoneStream(stream, { expectedRevision: 0n });
  await failed;
  expect(seen).toEqual([['$streamDeleted', 2n ** 63n - 1n]]);
});

it('A11 a stream that never existed can be tombstoned', async () => {
  const stream = server.stream('never');
  await server.client.tombstoneStream(stream, { expectedRevision: NO_STREAM });
  const append = server.client.appendToStream(stream, numbered(0));
  expect(await typeOfFailure(append)).toBe('stream-deleted');
});

it('A12 writing to a soft-deleted stream re-opens it: revisions go on, old events stay hidden', async () => {
  const stream = await streamOf(3);
  await server.client.deleteStream(stream);
  await server.client.appendToStream(stream, numbered(3), { expectedRevision: 2n });
  const events = await collect(server.client.readStream(stream));
  expect(events.map(({ event }) => event?.revision)).toEqual([3n]);
  const { metadata } = await server.client.getStreamMetadata(stream);
  expect(metadata?.truncateBefore).toBe(3);
});

it('A13 an empty append to a stream succeeds and writes nothing', async () => {
  const stream = await streamOf(2);
  const last = await server.client.appendToStream(stream, numbered(2));
  const empty = await server.client.appendToStream(stream, [], { expectedRevision: 2n });
  expect(empty.nextExpectedRevision).toBe(2n);
  expect(empty.position?.commit).toBeGreaterThanOrEqual(last.position?.commit ?? 0n);
  expect(await collect(server.client.readStream(stream))).toHaveLength(3);
});

it('A13 an empty append to a missing stream succeeds with revision 0 and writes nothing', async () => {
  const stream = server.stream('empty');
  const empty = await server.client.appendToStream(stream, []);
  expect(empty.nextExpectedRevision).toBe(0n);
  expect(await typeOfFailure(collect(server.client.readStream(stream)))).toBe('stream-not-found');
});
