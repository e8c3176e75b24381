// Statements R1, R2, R4, R6 and R7: reading one stream.
import { randomBytes } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import {
  BACKWARDS,
  binaryEvent,
  END,
  NO_STREAM,
  START,
  type ReadStreamOptions,
} from '@eventstore/db-client';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { useContractServer } from './contract-server.js';
import { collect, failureOf, numbered, someId } from './events.js';
import { appendRaw, fromStart, Options, readRaw, readRequest } from './raw-calls.js';

const server = useContractServer();

async function streamOf(count: number): Promise<string> {
  const stream = server.stream('read');
  const events = Array.from({ length: count }, (_, n) => numbered(n));
  await server.client.appendToStream(stream, events, { expectedRevision: NO_STREAM });
  return stream;
}

async function revisionsOf(stream: string, options: ReadStreamOptions = {}): Promise<number[]> {
  const events = await collect(server.client.readStream(stream, options));
  return events.map(({ event }) => Number(event?.revision));
}

async function statusOf(change: (options: streams.ReadReq.Options) => void): Promise<number> {
  const { error } = await readRaw(server.raw, readRequest(change));
  return error?.code ?? status.OK;
}

it('R1 combinations that do not exist are INVALID_ARGUMENT', async () => {
  const stream = await streamOf(1);
  const subscription = new Options.SubscriptionOptions();
  const filter = new Options.FilterOptions().setMax(10).setCheckpointintervalmultiplier(1);
  filter.setEventType(new Options.FilterOptions.Expression().setRegex('.*'));
  const backwardsSubscription = await statusOf((options) => {
    options.setStream(fromStart(stream)).setSubscription(subscription).setReadDirection(1);
  });
  const filteredStream = await statusOf((options) => {
    options.setStream(fromStart(stream)).setFilter(filter);
  });
  const nothing = await statusOf(() => undefined);
  expect(backwardsSubscription).toBe(status.INVALID_ARGUMENT);
  expect(filteredStream).toBe(status.INVALID_ARGUMENT);
  expect(nothing).toBe(status.INVALID_ARGUMENT);
});

it('R2 reads from a revision, which is included, from the start and backwards from the end', async () => {
  const stream = await streamOf(5);
  expect(await revisionsOf(stream, { fromRevision: START })).toEqual([0, 1, 2, 3, 4]);
  expect(await revisionsOf(stream, { fromRevision: 3n })).toEqual([3, 4]);
  expect(await revisionsOf(stream, { fromRevision: 1n, maxCount: 2 })).toEqual([1, 2]);
  const backwards = { direction: BACKWARDS } as const;
  expect(await revisionsOf(stream, { ...backwards, fromRevision: END })).toEqual([4, 3, 2, 1, 0]);
  expect(await revisionsOf(stream, { ...backwards, fromRevision: 2n })).toEqual([2, 1, 0]);
  expect(await revisionsOf(stream, { ...backwards, fromRevision: END, maxCount: 1 })).toEqual([4]);
});

it('R2 a revision past the end is empty', async () => {
  const stream = await streamOf(2);
  expect(await revisionsOf(stream, { fromRevision: 2n })).toEqual([]);
  expect(await revisionsOf(stream, { fromRevision: 2n ** 63n })).toEqual([]);
});

it('R2 missing and soft-deleted streams are not found, a tombstoned one is an error', async () => {
  const [softDeleted, tombstoned] = [await streamOf(1), await streamOf(1)];
  await server.client.deleteStream(softDeleted);
  await server.client.tombstoneStream(tombstoned);
  const missing = await failureOf(revisionsOf(server.stream('missing')));
  expect(missing['type']).toBe('stream-not-found');
  expect((await failureOf(revisionsOf(softDeleted)))['type']).toBe('stream-not-found');
  expect((await failureOf(revisionsOf(tombstoned)))['type']).toBe('stream-deleted');
});

it('R2 forwards from END and a count of 0 are UNKNOWN', async () => {
  const stream = await streamOf(1);
  const fromEnd = await statusOf((options) => {
    options.setStream(fromStart(stream).setEnd(new shared.Empty()));
  });
  const none = await statusOf((options) => options.setStream(fromStart(stream)).setCount('0'));
  expect([fromEnd, none]).toEqual([status.UNKNOWN, status.UNKNOWN]);
});

it('R4 $maxCount and $tb hide the older events of a stream read, in both directions', async () => {
  const stream = await streamOf(6);
  await server.client.setStreamMetadata(stream, { maxCount: 2 });
  expect(await revisionsOf(stream)).toEqual([4, 5]);
  expect(await revisionsOf(stream, { direction: BACKWARDS, fromRevision: END })).toEqual([5, 4]);
  await server.client.setStreamMetadata(stream, { truncateBefore: 3 });
  expect(await revisionsOf(stream)).toEqual([3, 4, 5]);
  expect(await revisionsOf(stream, { fromRevision: 0n, maxCount: 2 })).toEqual([3, 4]);
});

it('R4 $maxAge hides what is older; a stream whose events all expired is empty, not missing', async () => {
  const stream = await streamOf(3);
  await server.client.setStreamMetadata(stream, { maxAge: 1 });
  expect(await revisionsOf(stream)).toEqual([0, 1, 2]);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(await revisionsOf(stream)).toEqual([]);
});

it('R4 malformed metadata counts as none', async () => {
  const stream = await streamOf(3);
  const malformed = binaryEvent({ type: '$metadata', data: Buffer.from('{"$maxCount":') });
  await server.client.appendToStream(`$$${stream}`, malformed);
  expect(await revisionsOf(stream)).toEqual([0, 1, 2]);
});

it('R4 a metadata stream shows its last event only', async () => {
  const stream = await streamOf(1);
  await server.client.setStreamMetadata(stream, { maxCount: 5 });
  await server.client.setStreamMetadata(stream, { maxCount: 6 });
  expect(await revisionsOf(`$$${stream}`)).toEqual([1]);
});

it('R6 a link is resolved to its target on request; each has its own position', async () => {
  const target = await streamOf(2);
  const links = server.stream('links');
  const link = binaryEvent({ type: '$>', data: Buffer.from(`1@${target}`) });
  const { position } = await server.client.appendToStream(links, link);
  const [resolved] = await collect(server.client.readStream(links, { resolveLinkTos: true }));
  expect(resolved?.event).toMatchObject({ streamId: target, revision: 1n, data: { n: 1 } });
  expect(resolved?.link).toMatchObject({ streamId: links, revision: 0n, position });
  expect(resolved?.event?.position?.commit).toBeLessThan(position?.commit ?? 0n);
  const [plain] = await collect(server.client.readStream(links));
  expect(plain?.event?.type).toBe('$>');
});

it('R6 a link whose target is missing, truncated or deleted comes alone', async () => {
  const [truncated, deleted] = [await streamOf(2), await streamOf(1)];
  await server.client.setStreamMetadata(truncated, { truncateBefore: 1 });
  await server.client.tombstoneStream(deleted);
  const links = server.stream('links');
  const targets = [`0@${server.stream('missing')}`, `0@${truncated}`, `0@${deleted}`];
  const events = targets.map((text) => binaryEvent({ type: '$>', data: Buffer.from(text) }));
  await server.client.appendToStream(links, events);
  const resolved = await collect(server.client.readStream(links, { resolveLinkTos: true }));
  expect(resolved.map(({ event }) => event)).toEqual([undefined, undefined, undefined]);
  expect(resolved.map(({ link }) => link?.revision)).toEqual([0n, 1n, 2n]);
});

it('R7 data and metadata come back byte for byte, with type, id and time', async () => {
  const stream = server.stream('bytes');
  const [data, metadata, id] = [randomBytes(300), new Uint8Array(randomBytes(200)), someId()];
  const before = Date.now();
  await server.client.appendToStream(stream, binaryEvent({ id, type: 'Bïnary', data, metadata }));
  const [read] = await collect(server.client.readStream(stream));
  expect(read?.event).toMatchObject({ id, type: 'Bïnary', isJson: false });
  expect(Buffer.from(read?.event?.data as Uint8Array).equals(data)).toBe(true);
  expect(Buffer.from(read?.event?.metadata as Uint8Array).equals(metadata)).toBe(true);
  expect(Math.abs(Number(read?.event?.created) - before)).toBeLessThan(60_000);
});

it('R7 ids are strings or structured as asked; the time is in ticks of 100 ns', async () => {
  const stream = server.stream('ids');
  const id = someId();
  await server.client.appendToStream(stream, numbered(1, id));
  const structured = readRequest((options) =>
    options
      .setStream(fromStart(stream))
      .setUuidOption(new Options.UUIDOption().setStructured(new shared.Empty())),
  );
  const { replies } = await readRaw(server.raw, structured);
  const event = replies
    .find((reply) => reply.hasEvent())
    ?.getEvent()
    ?.getEvent();
  const half = BigInt.asUintN(
    64,
    BigInt(event?.getId()?.getStructured()?.getMostSignificantBits() ?? 0),
  );
  expect(half.toString(16).padStart(16, '0')).toBe(id.replaceAll('-', '').slice(0, 16));
  expect(event?.getMetadataMap().get('type')).toBe('Numbered');
  expect(event?.getMetadataMap().get('content-type')).toBe('application/json');
  expect(event?.getMetadataMap().get('created')).toMatch(/^1[0-9]{16}$/);
});

it('R7 invalid JSON survives as it was sent', async () => {
  const stream = server.stream('invalid');
  const data = Buffer.from('{"n": 1.0, ');
  await appendRaw(server.raw, { stream, events: [{ contentType: 'application/json', data }] });
  const request = readRequest((options) => options.setStream(fromStart(stream)));
  const { replies } = await readRaw(server.raw, request);
  const event = replies
    .find((reply) => reply.hasEvent())
    ?.getEvent()
    ?.getEvent();
  expect(Buffer.from(event?.getData_asU8() ?? []).equals(data)).toBe(true);
});
