// Calls with the generated messages, for what the official client cannot say or hides.
import type { ServiceError } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import timestamp from 'google-protobuf/google/protobuf/timestamp_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { someId } from './events.js';

type ReadOptions = streams.ReadReq.Options;
export const { Options } = streams.ReadReq;

export function identifier(stream: string): shared.StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
}

/** A forwards read of everything with string ids; `change` makes it what the test needs. */
export function readRequest(change: (options: ReadOptions) => void): streams.ReadReq {
  const options = new Options()
    .setCount('1000000')
    .setNoFilter(new shared.Empty())
    .setUuidOption(new Options.UUIDOption().setString(new shared.Empty()));
  change(options);
  return new streams.ReadReq().setOptions(options);
}

export function fromStart(stream: string): streams.ReadReq.Options.StreamOptions {
  const start = new Options.StreamOptions().setStart(new shared.Empty());
  return start.setStreamIdentifier(identifier(stream));
}

export function fromPosition(commit: number, prepare: number): streams.ReadReq.Options.AllOptions {
  const position = new Options.Position();
  position.setCommitPosition(String(commit)).setPreparePosition(String(prepare));
  return new Options.AllOptions().setPosition(position);
}

export interface ReadOutcome {
  readonly replies: streams.ReadResp[];
  readonly error: ServiceError | undefined;
}

/** Everything up to the end of the call, its error, or until `enough` says so. */
export function readRaw(
  client: StreamsClient,
  request: streams.ReadReq,
  enough: (replies: streams.ReadResp[]) => boolean = () => false,
): Promise<ReadOutcome> {
  return new Promise((resolve) => {
    const call = client.read(request);
    const replies: streams.ReadResp[] = [];
    call.on('data', (reply: streams.ReadResp) => {
      replies.push(reply);
      if (!enough(replies)) return;
      resolve({ replies, error: undefined });
      call.cancel();
    });
    call.on('error', (error: ServiceError) => resolve({ replies, error }));
    call.on('end', () => resolve({ replies, error: undefined }));
  });
}

export interface RawEvent {
  readonly id?: string;
  readonly type?: string;
  readonly contentType?: string;
  readonly data?: Uint8Array;
}

function fill<
  Proposed extends streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage,
>(message: Proposed, event: RawEvent): Proposed {
  const { id = someId(), type = 'Raw', contentType = 'application/octet-stream', data } = event;
  message.setId(new shared.UUID().setString(id));
  if (type !== '') message.getMetadataMap().set('type', type);
  if (contentType !== '') message.getMetadataMap().set('content-type', contentType);
  message.setData(data ?? new Uint8Array([1]));
  return message;
}

export interface RawAppend {
  readonly stream: string;
  readonly events: RawEvent[];
  readonly expect?: (options: streams.AppendReq.Options) => void;
}

/** The unary path: options, then an event a message. */
export function appendRaw(client: StreamsClient, append: RawAppend): Promise<streams.AppendResp> {
  const options = new streams.AppendReq.Options().setStreamIdentifier(identifier(append.stream));
  if (append.expect === undefined) options.setAny(new shared.Empty());
  else append.expect(options);
  return new Promise((resolve, reject) => {
    const call = client.append((error, reply) => (error ? reject(error) : resolve(reply)));
    call.write(new streams.AppendReq().setOptions(options));
    for (const event of append.events) {
      const message = fill(new streams.AppendReq.ProposedMessage(), event);
      call.write(new streams.AppendReq().setProposedMessage(message));
    }
    call.end();
  });
}

export interface RawChunk {
  readonly correlationId: string;
  /** Only in a chunk with options. */
  readonly stream?: string;
  readonly deadline?: Date;
  readonly events?: RawEvent[];
  readonly isFinal?: boolean;
  readonly expect?: (options: streams.BatchAppendReq.Options) => void;
}

export function batchChunk(chunk: RawChunk): streams.BatchAppendReq {
  const request = new streams.BatchAppendReq()
    .setCorrelationId(new shared.UUID().setString(chunk.correlationId))
    .setIsFinal(chunk.isFinal ?? true);
  for (const event of chunk.events ?? [])
    request.addProposedMessages(fill(new streams.BatchAppendReq.ProposedMessage(), event));
  if (chunk.stream === undefined) return request;
  const options = new streams.BatchAppendReq.Options();
  options.setStreamIdentifier(identifier(chunk.stream));
  options.setDeadline(
    timestamp.Timestamp.fromDate(chunk.deadline ?? new Date(Date.now() + 10_000)),
  );
  if (chunk.expect === undefined) options.setAny(new empty.Empty());
  else chunk.expect(options);
  return request.setOptions(options);
}

/** Sends the chunks on one call and gives the replies once there are `count`, or the call failed. */
export function batchRaw(
  client: StreamsClient,
  chunks: readonly streams.BatchAppendReq[],
  count: number,
): Promise<{ replies: streams.BatchAppendResp[]; error: ServiceError | undefined }> {
  return new Promise((resolve) => {
    const call = client.batchAppend();
    const replies: streams.BatchAppendResp[] = [];
    call.on('data', (reply: streams.BatchAppendResp) => {
      replies.push(reply);
      if (replies.length === count) call.end();
    });
    call.on('error', (error: ServiceError) => resolve({ replies, error }));
    call.on('end', () => resolve({ replies, error: undefined }));
    for (const chunk of chunks) call.write(chunk);
  });
}
