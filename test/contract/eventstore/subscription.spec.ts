// Statement R9: the order of a subscription, and the hand-over from history to live.
import { status } from '@grpc/grpc-js';
import { END, START, type ResolvedEvent } from '@eventstore/db-client';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { useContractServer } from './contract-server.js';
import { numbered, take } from './events.js';
import { fromStart, Options, readRaw, readRequest } from './raw-calls.js';

const server = useContractServer();

function kindsOf(replies: readonly streams.ReadResp[]): string[] {
  return replies.map((reply) => {
    if (reply.hasConfirmation()) return 'confirmation';
    if (reply.hasCaughtUp()) return 'caught up';
    return reply.hasEvent() ? 'event' : 'other';
  });
}

function numbersOf(events: readonly ResolvedEvent[]): unknown[] {
  return events.map(({ event }) => (event?.data as { n: number } | undefined)?.n);
}

it('R9 a confirmation, history, caught up once, then live', async () => {
  const stream = server.stream('order');
  await server.client.appendToStream(stream, [numbered(0), numbered(1)]);
  const request = readRequest((options) => {
    options.setStream(fromStart(stream)).setSubscription(new Options.SubscriptionOptions());
  });
  let appended: Promise<unknown> | undefined;
  const { replies } = await readRaw(server.raw, request, (received) => {
    if (kindsOf(received).at(-1) === 'caught up')
      appended = server.client.appendToStream(stream, numbered(2));
    return received.length === 5;
  });
  await appended;
  expect(kindsOf(replies)).toEqual(['confirmation', 'event', 'event', 'caught up', 'event']);
});

it('R9 no gap and no duplicate while events are written during the hand-over', async () => {
  const stream = server.stream('hand-over');
  const writing = (async () => {
    for (let n = 0; n < 600; n += 3)
      await server.client.appendToStream(stream, [numbered(n), numbered(n + 1), numbered(n + 2)]);
  })();
  await new Promise((resolve) => setTimeout(resolve, 30));
  const subscription = server.client.subscribeToStream(stream, { fromRevision: START });
  const events = await take(600, subscription);
  await writing;
  await subscription.unsubscribe();
  expect(numbersOf(events)).toEqual(Array.from({ length: 600 }, (_, n) => n));
});

it('R9 a subscription starts after its revision; from END only what is new comes', async () => {
  const stream = server.stream('after');
  await server.client.appendToStream(stream, [numbered(0), numbered(1), numbered(2)]);
  const after = server.client.subscribeToStream(stream, { fromRevision: 0n });
  const live = server.client.subscribeToStream(stream, { fromRevision: END });
  await new Promise((resolve) => live.once('caughtUp', resolve));
  await server.client.appendToStream(stream, numbered(3));
  expect(numbersOf(await take(3, after))).toEqual([1, 2, 3]);
  expect(numbersOf(await take(1, live))).toEqual([3]);
  await Promise.all([after.unsubscribe(), live.unsubscribe()]);
});

it('R9 a stream that does not exist yet is valid', async () => {
  const stream = server.stream('future');
  const subscription = server.client.subscribeToStream(stream);
  await new Promise((resolve) => subscription.once('caughtUp', resolve));
  await server.client.appendToStream(stream, numbered(0));
  expect(numbersOf(await take(1, subscription))).toEqual([0]);
  await subscription.unsubscribe();
});

it('R9 a soft delete delivers nothing; the re-opened stream goes on', async () => {
  const stream = server.stream('soft');
  await server.client.appendToStream(stream, [numbered(0), numbered(1)]);
  const subscription = server.client.subscribeToStream(stream);
  await new Promise((resolve) => subscription.once('caughtUp', resolve));
  await server.client.deleteStream(stream);
  await server.client.appendToStream(stream, numbered(2), { expectedRevision: 1n });
  const events = await take(3, subscription);
  await subscription.unsubscribe();
  expect(numbersOf(events)).toEqual([0, 1, 2]);
});

it('R9 a tombstone delivers $streamDeleted, then the subscription fails with stream-deleted', async () => {
  const stream = server.stream('hard');
  await server.client.appendToStream(stream, numbered(0));
  const request = readRequest((options) => {
    options.setStream(fromStart(stream)).setSubscription(new Options.SubscriptionOptions());
  });
  let deleted: Promise<unknown> | undefined;
  const { replies, error } = await readRaw(server.raw, request, (received) => {
    if (kindsOf(received).at(-1) === 'caught up') deleted = server.client.tombstoneStream(stream);
    return false;
  });
  await deleted;
  const last = replies.at(-1)?.getEvent()?.getEvent();
  expect(last?.getMetadataMap().get('type')).toBe('$streamDeleted');
  expect(last?.getStreamRevision()).toBe('9223372036854775807');
  expect(error?.code).toBe(status.FAILED_PRECONDITION);
  expect(error?.metadata.get('exception')).toEqual(['stream-deleted']);
});

it('R9 a subscription to $all from END delivers every later event once, in order', async () => {
  const subscription = server.client.subscribeToAll({ fromPosition: END });
  await new Promise((resolve) => subscription.once('caughtUp', resolve));
  const stream = server.stream('all');
  for (let n = 0; n < 50; n += 1) await server.client.appendToStream(stream, numbered(n));
  const events = await take(50, subscription);
  await subscription.unsubscribe();
  expect(numbersOf(events)).toEqual(Array.from({ length: 50 }, (_, n) => n));
});
