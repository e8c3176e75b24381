// Statements A3 to A5: chunks, replies, errors and deadlines of BatchAppend.
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { useContractServer } from './contract-server.js';
import { collect, failureOf, numbered, someId } from './events.js';
import { batchChunk, batchRaw } from './raw-calls.js';

const server = useContractServer();
const PREFIX = 'event_store.client.';

function idOf(reply: streams.BatchAppendResp): string {
  const id = reply.getCorrelationId();
  const structured = id?.getStructured();
  if (structured === undefined) return id?.getString() ?? '';
  const halves = [structured.getMostSignificantBits(), structured.getLeastSignificantBits()];
  const hex = halves.map((bits) => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0'));
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function errorOf(reply: streams.BatchAppendResp | undefined): { code: number; type: string } {
  const error = reply?.getError();
  return { code: error?.getCode() ?? 0, type: error?.getDetails()?.getTypeName() ?? '' };
}

function nameOf(reply: streams.BatchAppendResp | undefined): string {
  return Buffer.from(reply?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
}

it('A3 chunks of several appends interleave, and each append gets exactly one reply', async () => {
  const [a, b] = [someId(), someId()];
  const [streamA, streamB] = [server.stream('chunks'), server.stream('chunks')];
  const chunks = [
    batchChunk({ correlationId: a, stream: streamA, events: [{}, {}], isFinal: false }),
    batchChunk({ correlationId: b, stream: streamB, events: [{}], isFinal: false }),
    batchChunk({ correlationId: a, events: [{}], isFinal: true }),
    batchChunk({ correlationId: b, events: [{}], isFinal: true }),
  ];
  const { replies } = await batchRaw(server.raw, chunks, 2);
  expect(replies.map(idOf).sort()).toEqual([a, b].sort());
  const revisions = new Map(replies.map((r) => [idOf(r), r.getSuccess()?.getCurrentRevision()]));
  expect([revisions.get(a), revisions.get(b)]).toEqual(['2', '1']);
});

it('A3 options that come again go on with the same append', async () => {
  const [correlationId, stream] = [someId(), server.stream('again')];
  const chunks = [
    batchChunk({ correlationId, stream, events: [{}], isFinal: false }),
    batchChunk({ correlationId, stream, events: [{}], isFinal: true }),
  ];
  const { replies } = await batchRaw(server.raw, chunks, 1);
  expect(replies.map((reply) => reply.getSuccess()?.getCurrentRevision())).toEqual(['1']);
});

it('A3 the reply names the stream and does not echo the expected revision', async () => {
  const stream = server.stream('named');
  const expectNone = (options: streams.BatchAppendReq.Options): unknown =>
    options.setNoStream(new empty.Empty());
  const chunk = batchChunk({ correlationId: someId(), stream, events: [{}], expect: expectNone });
  const { replies } = await batchRaw(server.raw, [chunk], 1);
  expect(nameOf(replies[0])).toBe(stream);
  expect(replies[0]?.getExpectedStreamPositionCase()).toBe(0);
});

it('A3 a chunk that belongs to no append is answered by nobody', async () => {
  const known = someId();
  const chunks = [
    batchChunk({ correlationId: someId(), events: [{}], isFinal: true }),
    batchChunk({ correlationId: known, stream: server.stream('known'), events: [{}] }),
  ];
  const { replies } = await batchRaw(server.raw, chunks, 1);
  expect(replies.map(idOf)).toEqual([known]);
});

it('A4 a conflict is code 6 with one typed detail and no message', async () => {
  const stream = server.stream('conflict');
  await server.client.appendToStream(stream, numbered(0));
  const expectNine = (options: streams.BatchAppendReq.Options): unknown =>
    options.setStreamPosition('9');
  const chunk = batchChunk({ correlationId: someId(), stream, events: [{}], expect: expectNine });
  const { replies } = await batchRaw(server.raw, [chunk], 1);
  expect(errorOf(replies[0])).toEqual({ code: 6, type: `${PREFIX}WrongExpectedVersion` });
  expect(replies[0]?.getError()?.getMessage()).toBe('');
  const value = replies[0]?.getError()?.getDetails()?.getValue_asU8() ?? new Uint8Array();
  const detail = shared.WrongExpectedVersion.deserializeBinary(value);
  expect(detail.getExpectedStreamPosition()).toBe('9');
  expect(detail.getCurrentStreamRevision()).toBe('0');
});

it('A4 a deleted stream is code 5, an append that is too large code 3', async () => {
  const stream = server.stream('gone');
  await server.client.tombstoneStream(stream);
  const big = { data: new Uint8Array(1024 * 1024 + 1) };
  const deleted = await batchRaw(
    server.raw,
    [batchChunk({ correlationId: someId(), stream, events: [{}] })],
    1,
  );
  const tooLarge = await batchRaw(
    server.raw,
    [batchChunk({ correlationId: someId(), stream: server.stream('large'), events: [big] })],
    1,
  );
  expect(errorOf(deleted.replies[0])).toEqual({ code: 5, type: `${PREFIX}StreamDeleted` });
  const exceeded = { code: 3, type: `${PREFIX}MaximumAppendSizeExceeded` };
  expect(errorOf(tooLarge.replies[0])).toEqual(exceeded);
});

it('A5 a deadline in the past is answered Timeout, and nothing is written', async () => {
  const stream = server.stream('late');
  const deadline = new Date(Date.now() - 1_000);
  const chunk = batchChunk({ correlationId: someId(), stream, events: [{}], deadline });
  const { replies } = await batchRaw(server.raw, [chunk], 1);
  expect(errorOf(replies[0])).toEqual({ code: 4, type: `${PREFIX}Timeout` });
  const read = await failureOf(collect(server.client.readStream(stream)));
  expect(read['type']).toBe('stream-not-found');
});

it('A5 chunks without an end are dropped with Timeout, after two seconds or at the deadline', async () => {
  const [slow, brief] = [someId(), someId()];
  const stream = server.stream('endless');
  const deadline = new Date(Date.now() + 500);
  const chunks = [
    batchChunk({ correlationId: slow, stream, events: [{}], isFinal: false }),
    batchChunk({ correlationId: brief, stream, events: [{}], isFinal: false, deadline }),
  ];
  const { replies } = await batchRaw(server.raw, chunks, 2);
  expect(replies.map(idOf)).toEqual([brief, slow]);
  expect(replies.map((reply) => errorOf(reply).code)).toEqual([4, 4]);
  const read = await failureOf(collect(server.client.readStream(stream)));
  expect(read['type']).toBe('stream-not-found');
});
