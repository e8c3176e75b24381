// Replies of BatchAppend. An error is a google.rpc.Status whose details are one Any that holds the
// typed error under its name in the package event_store.client.
import type { Message } from 'google-protobuf';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { ANY, NO_STREAM, STREAM_EXISTS, type ExpectedRevision } from '../log/expected-revision.js';
import type { WriteOutcome } from '../log/event-log.js';
import { DiskFullError } from '../storage/errors.js';
import { APPEND_BYTES_MAX } from './requests.js';

const DISK_FULL = 'disk-full: nothing was written';

export interface Addressee {
  readonly correlationId: shared.UUID | undefined;
  readonly identifier: shared.StreamIdentifier | undefined;
}

export type BatchFailure =
  | { readonly kind: 'Timeout' | 'Unknown' | 'MaximumAppendSizeExceeded' | 'DiskFull' }
  | { readonly kind: 'BadRequest'; readonly message: string };

export function batchOutcome(
  append: Addressee & { readonly expected: ExpectedRevision },
  outcome: WriteOutcome,
): streams.BatchAppendResp {
  switch (outcome.kind) {
    case 'written':
      return replyTo(append).setSuccess(success(outcome));
    case 'conflict':
      return replyTo(append).setError(
        error(6, 'WrongExpectedVersion', conflict(append.expected, outcome.current)),
      );
    case 'deleted': {
      const deleted = new shared.StreamDeleted().setStreamIdentifier(append.identifier);
      return replyTo(append).setError(error(5, 'StreamDeleted', deleted));
    }
  }
}

/** What an append is told of an error that does not end its call. */
export function failureKindOf(error: unknown): 'DiskFull' | 'Unknown' {
  return error instanceof DiskFullError ? 'DiskFull' : 'Unknown';
}

export function batchFailure(to: Addressee, failure: BatchFailure): streams.BatchAppendResp {
  return replyTo(to).setError(failureStatus(failure));
}

function failureStatus(failure: BatchFailure): status.Status {
  switch (failure.kind) {
    case 'Timeout':
      return error(4, 'Timeout', new shared.Timeout());
    case 'Unknown':
      return error(2, 'Unknown', new shared.Unknown());
    case 'DiskFull':
      // The protocol has no name for it; clients repeat the message.
      return error(8, 'ResourceExhausted', new empty.Empty()).setMessage(DISK_FULL);
    case 'BadRequest':
      return error(3, 'BadRequest', new shared.BadRequest().setMessage(failure.message));
    case 'MaximumAppendSizeExceeded': {
      const exceeded = new shared.MaximumAppendSizeExceeded().setMaxappendsize(APPEND_BYTES_MAX);
      return error(3, 'MaximumAppendSizeExceeded', exceeded);
    }
  }
}

/** The stream is always named, the expected revision never echoed. */
function replyTo({ correlationId, identifier }: Addressee): streams.BatchAppendResp {
  return new streams.BatchAppendResp()
    .setCorrelationId(correlationId)
    .setStreamIdentifier(identifier ?? new shared.StreamIdentifier());
}

function success(written: WriteOutcome & { kind: 'written' }): streams.BatchAppendResp.Success {
  const reply = new streams.BatchAppendResp.Success();
  reply.setCurrentRevision(String(written.revision));
  if (written.position === undefined) return reply.setNoPosition(new empty.Empty());
  const position = String(written.position);
  return reply.setPosition(
    new shared.AllStreamPosition().setCommitPosition(position).setPreparePosition(position),
  );
}

function conflict(expected: ExpectedRevision, current: number): shared.WrongExpectedVersion {
  const detail = new shared.WrongExpectedVersion();
  const nothing = new empty.Empty();
  if (current < 0) detail.setCurrentNoStream(nothing);
  else detail.setCurrentStreamRevision(String(current));
  if (expected === ANY) return detail.setExpectedAny(nothing);
  if (expected === STREAM_EXISTS) return detail.setExpectedStreamExists(nothing);
  if (expected === NO_STREAM) return detail.setExpectedNoStream(nothing);
  return detail.setExpectedStreamPosition(String(expected));
}

function error(code: number, name: string, detail: Message): status.Status {
  const details = new any.Any();
  details.pack(detail.serializeBinary(), `event_store.client.${name}`);
  return new status.Status().setCode(code).setDetails(details);
}
