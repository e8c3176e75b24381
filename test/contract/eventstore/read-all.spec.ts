// Statements R3, R5 and R11: positions in `$all`, system events, flow control.
import { connect } from 'node:http2';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { status } from '@grpc/grpc-js';
import { BACKWARDS, END, START, type Position } from '@eventstore/db-client';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { isEmbedded, useContractServer } from './contract-server.js';
import { collect, failureOf, numbered, take } from './events.js';
import { appendRaw, fromPosition, fromStart, Options, readRaw, readRequest } from './raw-calls.js';

const server = useContractServer();
const FAR_AWAY = 2 ** 50;

/** Three events in a stream of their own, with their positions. */
async function three(): Promise<{ stream: string; positions: [Position, Position, Position] }> {
  const stream = server.stream('all');
  await server.client.appendToStream(stream, [numbered(0), numbered(1), numbered(2)]);
  const events = await collect(server.client.readStream(stream));
  const [a, b, c] = events.map(({ event }) => event?.position);
  if (!a || !b || !c) throw new Error('three events were written');
  return { stream, positions: [a, b, c] };
}

function readAllFrom(commit: number, prepare: number, isBackwards = false) {
  const request = readRequest((options) => {
    options.setAll(fromPosition(commit, prepare)).setReadDirection(isBackwards ? 1 : 0);
  });
  return readRaw(server.raw, request);
}

function subscribeFrom(commit: number, enough: (replies: streams.ReadResp[]) => boolean) {
  const request = readRequest((options) => {
    options.setAll(fromPosition(commit, commit)).setSubscription(new Options.SubscriptionOptions());
  });
  return readRaw(server.raw, request, enough);
}

/** Bytes in buffers that are still used. */
function bytesHeld(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().arrayBuffers;
}

it('R3 forwards from a position is inclusive, backwards exclusive', async () => {
  const { positions } = await three();
  const forwards = await collect(
    server.client.readAll({ fromPosition: positions[1], maxCount: 2 }),
  );
  const backwards = await collect(
    server.client.readAll({ fromPosition: positions[1], direction: BACKWARDS, maxCount: 1 }),
  );
  expect(forwards.map(({ event }) => event?.position)).toEqual(positions.slice(1));
  expect(backwards.map(({ event }) => event?.position)).toEqual([positions[0]]);
});

it('R3 backwards from END begins with the last event', async () => {
  const { positions } = await three();
  const [last] = await collect(
    server.client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 }),
  );
  expect(last?.event?.position).toEqual(positions[2]);
});

it('R3 a subscription starts after its position', async () => {
  const { positions } = await three();
  const subscription = server.client.subscribeToAll({ fromPosition: positions[0] });
  const [next] = await take(1, subscription);
  await subscription.unsubscribe();
  expect(next?.event?.position).toEqual(positions[1]);
});

it('R3 a position inside a record is UNKNOWN for reads', async () => {
  const { positions } = await three();
  const inside = Number(positions[1].commit) + 1;
  const { error } = await readAllFrom(inside, inside);
  expect(error?.code).toBe(status.UNKNOWN);
});

it('R3 for subscriptions it is a confirmation, then INVALID_ARGUMENT', async () => {
  const { positions } = await three();
  const { replies, error } = await subscribeFrom(Number(positions[1].commit) + 1, () => false);
  expect(replies.map((reply) => reply.hasConfirmation())).toEqual([true]);
  expect(error?.code).toBe(status.INVALID_ARGUMENT);
  expect(error?.details).toContain('Trying to read from an invalid position.');
});

it('R3 far beyond the end is empty forwards and UNKNOWN backwards', async () => {
  await three();
  const forwards = await readAllFrom(FAR_AWAY, FAR_AWAY);
  const backwards = await readAllFrom(FAR_AWAY, FAR_AWAY, true);
  const subscribed = await subscribeFrom(FAR_AWAY, (replies) =>
    replies.some((reply) => reply.hasCaughtUp()),
  );
  expect(forwards.error).toBeUndefined();
  expect(forwards.replies.filter((reply) => reply.hasEvent())).toEqual([]);
  expect(backwards.error?.code).toBe(status.UNKNOWN);
  expect(subscribed.replies.filter((reply) => reply.hasEvent())).toEqual([]);
});

it('R3 a commit below its prepare is UNKNOWN', async () => {
  const { positions } = await three();
  const commit = Number(positions[1].commit);
  const { error } = await readAllFrom(commit, commit + 1);
  expect(error?.code).toBe(status.UNKNOWN);
});

if (isEmbedded)
  it('R3 forwards with a count of 0 is refused', async () => {
    const failure = failureOf(collect(server.client.readAll({ fromPosition: START, maxCount: 0 })));
    expect((await failure)['code']).toBe(status.INVALID_ARGUMENT);
  });

it('R5 $all contains system events, and what stream metadata hides', async () => {
  const { stream, positions } = await three();
  await server.client.setStreamMetadata(stream, { maxCount: 1 });
  const subscription = server.client.subscribeToAll({ fromPosition: positions[0] });
  const seen = await take(3, subscription);
  await subscription.unsubscribe();
  expect(seen.map(({ event }) => event?.streamId)).toEqual([stream, stream, `$$${stream}`]);
});

it('R11 a reader that does not read stops the sender, and gets everything later', async () => {
  const stream = server.stream('slow');
  for (let n = 0; n < 40; n += 1)
    await appendRaw(server.raw, { stream, events: [{ data: Buffer.alloc(1_000_000, n) }] });
  const before = bytesHeld();
  const session = connect(`http://${server.address}`);
  const reader = session.request({
    ':method': 'POST',
    ':path': '/event_store.client.streams.Streams/Read',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  reader.end(framed(readRequest((options) => options.setStream(fromStart(stream)))));
  await new Promise((resolve) => reader.once('response', resolve));
  await new Promise((resolve) => setTimeout(resolve, 500));
  // In this process both ends are seen: a sender that does not stop would hold the 40 MB by now.
  const held = bytesHeld() - before;
  let bytes = 0;
  for await (const chunk of reader as AsyncIterable<Buffer>) bytes += chunk.length;
  session.close();
  expect(bytes).toBeGreaterThan(40_000_000);
  expect(held).toBeLessThan(isEmbedded ? 20_000_000 : Infinity);
});

/** A message as gRPC sends it: not compressed, with its length. */
function framed(request: streams.ReadReq): Buffer {
  const message = request.serializeBinary();
  const header = Buffer.alloc(5);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}

it('R3 positions are kept when $all is read by id option and with no filter', async () => {
  const { positions } = await three();
  const request = readRequest((options) =>
    options
      .setAll(fromPosition(Number(positions[0].commit), Number(positions[0].prepare)))
      .setNoFilter(new shared.Empty())
      .setCount('3'),
  );
  const { replies } = await readRaw(server.raw, request);
  const commits = replies.flatMap((reply) => reply.getEvent()?.getCommitPosition() ?? []);
  expect(commits).toEqual(positions.map((position) => String(position.commit)));
});
