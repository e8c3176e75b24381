// Statements A1, A2, A6 to A8 and A10: appends, on the batch path and on the unary one.
import { status, type ServiceError } from '@grpc/grpc-js';
import {
  ANY,
  binaryEvent,
  jsonEvent,
  NO_STREAM,
  STREAM_EXISTS,
  type AppendToStreamOptions,
} from '@eventstore/db-client';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { useContractServer } from './contract-server.js';
import { collect, failureOf, numbered } from './events.js';
import { appendRaw, batchChunk, batchRaw, type RawEvent } from './raw-calls.js';
import { someId } from './events.js';

const server = useContractServer();
/** Credentials of the call itself make the client take the unary path. */
const unary: AppendToStreamOptions = { credentials: { username: 'admin', password: 'changeit' } };
const MEBIBYTE = 1024 * 1024;

async function badRequestOf(events: RawEvent[], stream = server.stream('bad')): Promise<string> {
  const chunk = batchChunk({ correlationId: someId(), stream, events });
  const { replies } = await batchRaw(server.raw, [chunk], 1);
  return replies[0]?.getError()?.getDetails()?.getTypeName() ?? 'no error';
}

it('A1 appends on both paths to the same stream', async () => {
  const stream = server.stream('paths');
  const batch = await server.client.appendToStream(stream, numbered(0), {
    expectedRevision: NO_STREAM,
  });
  const single = await server.client.appendToStream(stream, numbered(1), {
    ...unary,
    expectedRevision: 0n,
  });
  expect([batch.nextExpectedRevision, single.nextExpectedRevision]).toEqual([0n, 1n]);
  const events = await collect(server.client.readStream(stream));
  expect(events.map(({ event }) => event?.data)).toEqual([{ n: 0 }, { n: 1 }]);
});

it('A2 answers a conflict of the unary path as a reply, in present and in deprecated fields', async () => {
  const stream = server.stream('conflict');
  await server.client.appendToStream(stream, [numbered(0), numbered(1)]);
  const reply = await appendRaw(server.raw, {
    stream,
    events: [{}],
    expect: (options) => options.setRevision('7'),
  });
  const conflict = reply.getWrongExpectedVersion();
  expect(conflict?.getExpectedRevision()).toBe('7');
  expect(conflict?.getCurrentRevision()).toBe('1');
  expect(conflict?.getExpectedRevision2060()).toBe(7);
  expect(conflict?.getCurrentRevision2060()).toBe(1);
});

it('A2 a NO_STREAM conflict can be serialised and says so', async () => {
  const stream = server.stream('conflict');
  await server.client.appendToStream(stream, numbered(0));
  const reply = await appendRaw(server.raw, {
    stream,
    events: [{}],
    expect: (options) => options.setNoStream(new shared.Empty()),
  });
  expect(reply.getWrongExpectedVersion()?.hasExpectedNoStream()).toBe(true);
  expect(reply.getWrongExpectedVersion()?.getCurrentRevision()).toBe('0');
  const error = await failureOf(
    server.client.appendToStream(stream, numbered(1), { ...unary, expectedRevision: NO_STREAM }),
  );
  expect(error).toMatchObject({ type: 'wrong-expected-version', expectedVersion: 'no_stream' });
});

it('A2 a conflict with a stream that is missing reports no stream', async () => {
  const options = { ...unary, expectedRevision: 3n };
  const append = server.client.appendToStream(server.stream('missing'), numbered(0), options);
  expect(await failureOf(append)).toMatchObject({
    expectedVersion: 3n,
    actualVersion: 'no_stream',
  });
});

it('A6 a batch without type, with a zero id or without a stream name is a BadRequest', async () => {
  const BAD = 'event_store.client.BadRequest';
  expect(await badRequestOf([{ type: '' }])).toBe(BAD);
  expect(await badRequestOf([{ id: '00000000-0000-0000-0000-000000000000' }])).toBe(BAD);
  expect(await badRequestOf([{}], '')).toBe(BAD);
});

it('A6 the same on the unary path is UNKNOWN', async () => {
  const append = appendRaw(server.raw, { stream: server.stream('bad'), events: [{ type: '' }] });
  const error = (await failureOf(append)) as unknown as ServiceError;
  expect(error.code).toBe(status.UNKNOWN);
  expect(error.details).toBe('Exception was thrown by handler.');
});

it('A6 an event without content type is binary, and only application/json is JSON', async () => {
  const stream = server.stream('content-types');
  const events: RawEvent[] = [
    { contentType: '' },
    { contentType: 'application/json; charset=utf-8', data: Buffer.from('{}') },
    { contentType: 'application/json', data: Buffer.from('{}') },
  ];
  await batchRaw(server.raw, [batchChunk({ correlationId: someId(), stream, events })], 1);
  const stored = await collect(server.client.readStream(stream));
  expect(stored.map(({ event }) => event?.isJson)).toEqual([false, false, true]);
});

it('A6 a stream name may have 5 000 characters, of any script', async () => {
  const stream = `${server.stream('long')}-${'ä'.repeat(5_000)}`;
  await server.client.appendToStream(stream, numbered(0));
  const [read] = await collect(server.client.readStream(stream));
  expect(read?.event?.streamId).toBe(stream);
});

it('A7 one mebibyte of data passes, in one event or in several, whatever the metadata', async () => {
  const half = binaryEvent({ type: 'Half', data: new Uint8Array(MEBIBYTE / 2) });
  const whole = binaryEvent({
    type: 'Whole',
    data: new Uint8Array(MEBIBYTE),
    metadata: new Uint8Array(50_000).fill(7),
  });
  const second = { ...half, id: someId() };
  const inOne = await server.client.appendToStream(server.stream('size'), whole);
  const inTwo = await server.client.appendToStream(server.stream('size'), [half, second]);
  expect([inOne.nextExpectedRevision, inTwo.nextExpectedRevision]).toEqual([0n, 1n]);
});

it('A7 one byte more does not pass, on either path, and nothing is written', async () => {
  const stream = server.stream('size');
  const event = binaryEvent({ type: 'Big', data: new Uint8Array(MEBIBYTE + 1) });
  const batch = await failureOf(server.client.appendToStream(stream, event));
  const single = await failureOf(server.client.appendToStream(stream, event, unary));
  const refused = { type: 'maximum-append-size-exceeded', maxAppendSize: MEBIBYTE };
  expect(batch).toMatchObject(refused);
  expect(single).toMatchObject(refused);
  const read = await failureOf(collect(server.client.readStream(stream)));
  expect(read['type']).toBe('stream-not-found');
});

it('A8 an append is atomic: contiguous from 0, the reply has the last event', async () => {
  const stream = server.stream('atomic');
  const five = [0, 1, 2, 3, 4].map((n) => numbered(n));
  const result = await server.client.appendToStream(stream, five, { expectedRevision: NO_STREAM });
  const events = await collect(server.client.readStream(stream));
  expect(events.map(({ event }) => event?.revision)).toEqual([0n, 1n, 2n, 3n, 4n]);
  expect(result.nextExpectedRevision).toBe(4n);
  expect(result.position).toEqual(events[4]?.event?.position);
});

it('A8 of fifty writers that expect the same revision exactly one wins', async () => {
  const stream = server.stream('race');
  await server.client.appendToStream(stream, numbered(0), { expectedRevision: NO_STREAM });
  const attempts = Array.from({ length: 50 }, (_, n) =>
    server.client.appendToStream(stream, numbered(n), { expectedRevision: 0n }),
  );
  const outcomes = await Promise.allSettled(attempts);
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  expect(await collect(server.client.readStream(stream))).toHaveLength(2);
});

it('A10 commit and prepare are equal, the same in append and read, and grow over the log', async () => {
  const first = await server.client.appendToStream(server.stream('positions'), numbered(0));
  const stream = server.stream('positions');
  const second = await server.client.appendToStream(stream, jsonEvent({ type: 'T', data: {} }), {
    expectedRevision: ANY,
  });
  const third = await server.client.appendToStream(stream, numbered(1), {
    expectedRevision: STREAM_EXISTS,
  });
  const commits = [first, second, third].map((result) => result.position?.commit ?? 0n);
  expect(commits).toEqual([...commits].sort((a, b) => (a < b ? -1 : 1)));
  expect(new Set(commits).size).toBe(3);
  expect(third.position?.prepare).toBe(third.position?.commit);
  const [, read] = await collect(server.client.readStream(stream));
  expect(read?.event?.position).toEqual(third.position);
});
