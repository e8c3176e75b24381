// Between the client's events and ours. The client stringifies data itself, so it gets the parsed
// object and the text that comes out is asserted to be ours; metadata goes through as bytes.
import { jsonEvent, type EventData, type RecordedEvent } from '@eventstore/db-client';
import { AppError } from '../../kernel/app-error.js';
import { assert } from '../../kernel/assert.js';
import type { FactMetadata } from '../../kernel/fact.js';
import type { EncodedEvent, LogPosition, StoredEvent } from '../port.js';

/** The client's form of an event; stored as `application/json`, byte for byte as it was encoded. */
export function clientEvent(
  { id, type, data, metadata }: EncodedEvent,
  decoder: TextDecoder,
): EventData {
  const text = decoder.decode(data);
  const parsed: unknown = JSON.parse(text);
  assert(isRecord(parsed), 'the data of an event is a JSON object');
  assert(JSON.stringify(parsed) === text, 'the client writes the data that was encoded');
  return jsonEvent({ id, type, data: parsed, metadata });
}

/**
 * Our form of a stored event.
 * @throws AppError `internal` (`foreign_event`) when it was not written by this system.
 */
export function storedEvent(record: RecordedEvent, position = record.position): StoredEvent {
  const { id, streamId, revision, type, data, metadata } = record;
  if (position === undefined || !isFactData(data) || !isFactMetadata(metadata)) {
    const message = `${streamId} at revision ${revision} holds an event (${type}) of another system.`;
    throw new AppError('internal', message, { code: 'foreign_event' });
  }
  return { id, stream: streamId, revision: Number(revision), type, data, metadata, position };
}

/** The store's own events, and links, are no facts. */
export function isSystemEvent(type: string): boolean {
  return type.startsWith('$');
}

/** The place in the log that a read or a subscription told with an event. */
export function positionOf(
  record: RecordedEvent,
  commit: bigint | undefined,
): LogPosition | undefined {
  if (record.position !== undefined) return record.position;
  return commit === undefined ? undefined : { commit, prepare: commit };
}

function isFactData(data: unknown): data is StoredEvent['data'] {
  return isRecord(data) && !(data instanceof Uint8Array);
}

function isFactMetadata(metadata: unknown): metadata is FactMetadata {
  return (
    isRecord(metadata) &&
    typeof metadata['schemaVersion'] === 'string' &&
    typeof metadata['commandId'] === 'string' &&
    typeof metadata['recordedAt'] === 'string' &&
    typeof metadata['hash'] === 'string'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
