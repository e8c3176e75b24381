// Delete (soft) and Tombstone (for good): one request, one answer with the position of the record.
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { EventLog, WriteOutcome } from '../log/event-log.js';
import type { ExpectedRevision } from '../log/expected-revision.js';
import { isMetadataStream } from '../log/stream-metadata.js';
import { BadRequestError, expectedRevisionOf, streamNameOf } from './requests.js';
import {
  handlerFailed,
  invalidArgument,
  streamDeleted,
  wrongExpectedVersion,
} from './status-errors.js';

/** @throws StatusError `stream-deleted`, `wrong-expected-version`. */
export async function deleteStream(
  log: EventLog,
  request: streams.DeleteReq,
): Promise<streams.DeleteResp> {
  const { stream, expected } = targetOf(request.getOptions());
  const position = positionIn(await log.softDelete(stream, expected), { stream, expected });
  const reply = new streams.DeleteResp.Position();
  reply.setCommitPosition(position).setPreparePosition(position);
  return new streams.DeleteResp().setPosition(reply);
}

/** @throws StatusError `stream-deleted`, `wrong-expected-version`. */
export async function tombstoneStream(
  log: EventLog,
  request: streams.TombstoneReq,
): Promise<streams.TombstoneResp> {
  const { stream, expected } = targetOf(request.getOptions());
  const position = positionIn(await log.tombstone(stream, expected), { stream, expected });
  const reply = new streams.TombstoneResp.Position();
  reply.setCommitPosition(position).setPreparePosition(position);
  return new streams.TombstoneResp().setPosition(reply);
}

interface Target {
  readonly stream: string;
  readonly expected: ExpectedRevision;
}

function targetOf(
  options: streams.DeleteReq.Options | streams.TombstoneReq.Options | undefined,
): Target {
  if (options === undefined) throw invalidArgument('no options');
  try {
    const revision = options.hasRevision() ? options.getRevision() : undefined;
    const stream = streamNameOf(options.getStreamIdentifier());
    if (isMetadataStream(stream)) throw invalidArgument('a metadata stream cannot be deleted');
    return { stream, expected: expectedRevisionOf(options, revision) };
  } catch (error) {
    throw error instanceof BadRequestError ? handlerFailed() : error;
  }
}

function positionIn(outcome: WriteOutcome, { stream, expected }: Target): string {
  switch (outcome.kind) {
    case 'written':
      return String(outcome.position ?? 0);
    case 'conflict':
      throw wrongExpectedVersion(stream, { expected, actual: outcome.current });
    case 'deleted':
      throw streamDeleted(stream);
  }
}
