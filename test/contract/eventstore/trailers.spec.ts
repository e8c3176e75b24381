// The trailers of errors (2.2): clients copy them into typed errors, so each must be there.
import { status, type ServiceError } from '@grpc/grpc-js';
import { NO_STREAM } from '@eventstore/db-client';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { isEmbedded, useContractServer } from './contract-server.js';
import { collect, failureOf, numbered } from './events.js';
import { appendRaw, fromStart, identifier, readRaw, readRequest } from './raw-calls.js';

const server = useContractServer();

function trailer(error: ServiceError | undefined, key: string): string | undefined {
  return error?.metadata.get(key)[0]?.toString();
}

it('T stream-deleted is FAILED_PRECONDITION and names the stream', async () => {
  const stream = server.stream('deleted');
  await server.client.tombstoneStream(stream);
  const request = readRequest((options) => options.setStream(fromStart(stream)));
  const { error } = await readRaw(server.raw, request);
  expect(error?.code).toBe(status.FAILED_PRECONDITION);
  expect(trailer(error, 'exception')).toBe('stream-deleted');
  expect(trailer(error, 'stream-name')).toBe(stream);
});

it('T wrong-expected-version of a deletion carries both versions', async () => {
  const stream = server.stream('versions');
  await server.client.appendToStream(stream, [numbered(0), numbered(1)]);
  const error = await failureOf(server.client.deleteStream(stream, { expectedRevision: 5n }));
  expect(error).toMatchObject({
    type: 'wrong-expected-version',
    streamName: stream,
    expectedVersion: 5n,
    actualVersion: 1n,
  });
});

it('T expected-version is -1 for no stream and -4 for an existing one', async () => {
  const stream = server.stream('versions');
  await server.client.appendToStream(stream, numbered(0));
  const none = await failureOf(server.client.deleteStream(stream, { expectedRevision: NO_STREAM }));
  const options = new streams.TombstoneReq.Options().setStreamExists(new shared.Empty());
  options.setStreamIdentifier(identifier(server.stream('missing')));
  const exists = await new Promise<ServiceError | null>((resolve) => {
    server.raw.tombstone(new streams.TombstoneReq().setOptions(options), (error) => resolve(error));
  });
  expect(none).toMatchObject({ expectedVersion: -1n, actualVersion: 0n });
  expect(trailer(exists ?? undefined, 'expected-version')).toBe('-4');
  expect(trailer(exists ?? undefined, 'actual-version')).toBe('-1');
});

it('T maximum-append-size-exceeded is INVALID_ARGUMENT and carries the limit', async () => {
  const data = new Uint8Array(1024 * 1024 + 1);
  const append = appendRaw(server.raw, { stream: server.stream('big'), events: [{ data }] });
  const error = (await failureOf(append)) as unknown as ServiceError;
  expect(error.code).toBe(status.INVALID_ARGUMENT);
  expect(trailer(error, 'exception')).toBe('maximum-append-size-exceeded');
  expect(trailer(error, 'maximum-append-size')).toBe('1048576');
});

if (isEmbedded)
  it('T values outside ASCII are percent-encoded', async () => {
    const stream = server.stream('schüler');
    await server.client.tombstoneStream(stream);
    const request = readRequest((options) => options.setStream(fromStart(stream)));
    const { error } = await readRaw(server.raw, request);
    expect(trailer(error, 'stream-name')).toBe(stream.replace('ü', '%C3%BC'));
  });

it('T a missing stream in a read is a message, not an error', async () => {
  const request = readRequest((options) => options.setStream(fromStart(server.stream('missing'))));
  const { replies, error } = await readRaw(server.raw, request);
  expect(error).toBeUndefined();
  expect(replies.map((reply) => reply.hasStreamNotFound())).toEqual([true]);
  const failure = await failureOf(collect(server.client.readStream(server.stream('missing'))));
  expect(failure['type']).toBe('stream-not-found');
});
