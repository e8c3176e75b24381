// Append: the options first, then an event a message; one answer when the events are durable. A
// conflict of revisions is an answer, not an error.
import { status, type ServerReadableStream } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { ANY, NO_STREAM, STREAM_EXISTS, type ExpectedRevision } from '../log/expected-revision.js';
import type { EventLog, WriteOutcome } from '../log/event-log.js';
import type { ProposedEvent } from '../storage/record.js';
import {
  APPEND_BYTES_MAX,
  BadRequestError,
  expectedRevisionOf,
  proposedEventOf,
  streamNameOf,
} from './requests.js';
import {
  handlerFailed,
  StatusError,
  maximumAppendSizeExceeded,
  streamDeleted,
} from './status-errors.js';

export type AppendCall = ServerReadableStream<streams.AppendReq, streams.AppendResp>;
const { Success, WrongExpectedVersion, Position } = streams.AppendResp;

/** @throws StatusError `stream-deleted`, `maximum-append-size-exceeded`, UNKNOWN for bad requests. */
export async function append(log: EventLog, call: AppendCall): Promise<streams.AppendResp> {
  const { stream, expected, events } = await receive(call).catch((error: unknown) => {
    if (call.cancelled) throw new StatusError(status.CANCELLED, 'the caller has left');
    throw error instanceof BadRequestError ? handlerFailed() : error;
  });
  const outcome = await log.append(stream, expected, events);
  switch (outcome.kind) {
    case 'written':
      return new streams.AppendResp().setSuccess(success(outcome));
    case 'conflict':
      return new streams.AppendResp().setWrongExpectedVersion(conflict(expected, outcome.current));
    case 'deleted':
      throw streamDeleted(stream);
  }
}

interface ReceivedAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: ProposedEvent[];
}

async function receive(call: AppendCall): Promise<ReceivedAppend> {
  let options: streams.AppendReq.Options | undefined;
  const events: ProposedEvent[] = [];
  let bytes = 0;
  for await (const request of call as AsyncIterable<streams.AppendReq>) {
    options ??= request.getOptions();
    const message = request.getProposedMessage();
    if (message !== undefined) events.push(proposedEventOf(message));
    bytes += message?.getData_asU8().length ?? 0;
    if (bytes > APPEND_BYTES_MAX) throw maximumAppendSizeExceeded(APPEND_BYTES_MAX);
  }
  if (options === undefined) throw new BadRequestError('an append has no options');
  const revision = options.hasRevision() ? options.getRevision() : undefined;
  return {
    stream: streamNameOf(options.getStreamIdentifier()),
    expected: expectedRevisionOf(options, revision),
    events,
  };
}

function success(written: WriteOutcome & { kind: 'written' }): streams.AppendResp.Success {
  const reply = new Success().setCurrentRevision(String(written.revision));
  if (written.position === undefined) return reply.setNoPosition(new shared.Empty());
  const position = String(written.position);
  return reply.setPosition(new Position().setCommitPosition(position).setPreparePosition(position));
}

/** In the present fields and in those of version 20.6, which have no place for "no stream". */
function conflict(
  expected: ExpectedRevision,
  current: number,
): streams.AppendResp.WrongExpectedVersion {
  const reply = new WrongExpectedVersion();
  const empty = new shared.Empty();
  if (current < 0) reply.setCurrentNoStream(empty).setNoStream2060(empty);
  else reply.setCurrentRevision(String(current)).setCurrentRevision2060(current);
  if (expected === ANY) return reply.setExpectedAny(empty).setAny2060(empty);
  if (expected === STREAM_EXISTS)
    return reply.setExpectedStreamExists(empty).setStreamExists2060(empty);
  if (expected === NO_STREAM) return reply.setExpectedNoStream(empty);
  return reply.setExpectedRevision(String(expected)).setExpectedRevision2060(expected);
}
