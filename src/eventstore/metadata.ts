// What a stored event says about itself: who asked for what, when, under which school and version.
// Flat, strings only, no free text, written in RFC 8785 key order so that its text is the hashed one.
import type { FactMetadata } from '../kernel/fact.js';
import type { Uuid } from '../kernel/ids.js';
import type { CommandContext } from './decide.js';

/** The part of the metadata that all events of one append share. */
export type FactOrigin = Omit<FactMetadata, 'schemaVersion' | 'prevHash' | 'hash'>;

export interface Recording {
  readonly now: Date;
  /** `recordedAt` of the event ahead in the stream; the empty string when there is none. */
  readonly previousRecordedAt: string;
  readonly schoolId: Uuid;
  readonly appVersion: string;
}

/** The shared part; `recordedAt` never goes back within a stream, whatever the clock does. */
export function originOf(context: CommandContext, recording: Recording): FactOrigin {
  const now = recording.now.toISOString();
  const { previousRecordedAt, schoolId, appVersion } = recording;
  return {
    $correlationId: context.correlationId,
    $causationId: context.causationId ?? context.commandId,
    commandId: context.commandId,
    requestHash: context.requestHash,
    principal: context.principal,
    actorRole: context.actorRole,
    // Instants of one fixed-width form compare as text.
    recordedAt: now > previousRecordedAt ? now : previousRecordedAt,
    requestId: context.requestId,
    traceparent: context.traceparent,
    schoolId,
    appVersion,
  };
}

export interface Chained {
  readonly schemaVersion: string;
  readonly prevHash: string;
  /** The empty string until it is known: it covers all the rest. */
  readonly hash: string;
}

/** The whole metadata of one event. */
export function metadataOf(origin: FactOrigin, chained: Chained): FactMetadata {
  return {
    $causationId: origin.$causationId,
    $correlationId: origin.$correlationId,
    actorRole: origin.actorRole,
    appVersion: origin.appVersion,
    commandId: origin.commandId,
    hash: chained.hash,
    prevHash: chained.prevHash,
    principal: origin.principal,
    recordedAt: origin.recordedAt,
    requestHash: origin.requestHash,
    requestId: origin.requestId,
    schemaVersion: chained.schemaVersion,
    schoolId: origin.schoolId,
    traceparent: origin.traceparent,
  };
}

/** RFC 8785 text of the metadata without its hash. */
export function unhashedText(origin: FactOrigin, chained: Omit<Chained, 'hash'>): string {
  const { hash: _unknown, ...unhashed } = metadataOf(origin, { ...chained, hash: '' });
  return JSON.stringify(unhashed);
}

/** RFC 8785 text of metadata that `metadataOf` made: its literal has the keys in that order. */
export function metadataText(metadata: FactMetadata): string {
  return JSON.stringify(metadata);
}
