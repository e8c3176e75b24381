// What requests carry, checked: stream names, expected revisions, proposed events.
import type shared from '@eventstore/db-client/generated/shared_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { ANY, NO_STREAM, STREAM_EXISTS, type ExpectedRevision } from '../log/expected-revision.js';
import { NAME_BYTES_MAX, type ProposedEvent } from '../storage/record.js';
import { uuidBytes } from './uuid.js';

/** The data of one append may be this long, and no byte longer; metadata does not count. */
export const APPEND_BYTES_MAX = 1024 * 1024;

/** A request that breaks a rule of the protocol; each call says so in its own way. */
export class BadRequestError extends Error {
  override readonly name = 'BadRequestError';
}

type ProposedMessage = streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage;

/** @throws BadRequestError for an empty name or one of more than 65 535 bytes. */
export function streamNameOf(identifier: shared.StreamIdentifier | undefined): string {
  const bytes = identifier?.getStreamName_asU8();
  if (bytes === undefined || bytes.length === 0) throw new BadRequestError('a stream has no name');
  if (bytes.length > NAME_BYTES_MAX) throw new BadRequestError('a stream name is too long');
  return Buffer.from(bytes).toString('utf8');
}

interface ExpectedRevisionOptions {
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
}

/** @throws BadRequestError if nothing is said about the revision. */
export function expectedRevisionOf(
  options: ExpectedRevisionOptions,
  revision: string | undefined,
): ExpectedRevision {
  if (revision !== undefined) return toNumber(revision);
  if (options.hasNoStream()) return NO_STREAM;
  if (options.hasAny()) return ANY;
  if (options.hasStreamExists()) return STREAM_EXISTS;
  throw new BadRequestError('no expected revision');
}

/** An unsigned 64-bit number; what is beyond 2^53 is beyond every log and may be rounded. */
export function toNumber(unsigned: string): number {
  return Math.min(Number(unsigned), Number.MAX_SAFE_INTEGER);
}

/** @throws BadRequestError without an id or a type. */
export function proposedEventOf(message: ProposedMessage): ProposedEvent {
  const id = uuidBytes(message.getId());
  if (id === undefined) throw new BadRequestError('an event has no id');
  const properties = message.getMetadataMap();
  const type = properties.get('type') ?? '';
  if (type === '') throw new BadRequestError('an event has no type');
  if (Buffer.byteLength(type) > NAME_BYTES_MAX) throw new BadRequestError('a type is too long');
  return {
    id,
    type,
    isJson: properties.get('content-type') === 'application/json',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

export function dataBytes(events: readonly ProposedEvent[]): number {
  return events.reduce((sum, event) => sum + event.data.length, 0);
}
