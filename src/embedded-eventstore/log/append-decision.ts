// Whether an append is written, repeats what is stored, or is refused. Pure: the caller looks up the
// stream and enqueues in the same turn of the event loop, so nothing can come in between.
import { ANY, NO_STREAM, STREAM_EXISTS, type ExpectedRevision } from './expected-revision.js';

export interface EventPlace {
  readonly revision: number;
  readonly position: number;
}

/** A stream as its writers see it: with what is queued but not yet durable. */
export interface StreamState {
  /** Last revision; -1 without events. */
  readonly current: number;
  readonly isTombstoned: boolean;
  readonly isSoftDeleted: boolean;
  readonly hasMetadata: boolean;
  /** Where the id was recently written to this stream; forgotten at a restart. */
  recentPlaceOf(id: Buffer): EventPlace | undefined;
  /** The position at which this stream holds the id with this revision, at any age. */
  positionOf(id: Buffer, revision: number): number | undefined;
}

export type Decision =
  | { readonly kind: 'write' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'repeat'; readonly revision: number; readonly position: number | undefined }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'deleted' };

const CONFLICT: Decision = { kind: 'conflict' };
const WRITE: Decision = { kind: 'write' };

/** The order of the checks is part of the protocol: deleted, missing, repeated, then the revision. */
export function decideAppend(
  stream: StreamState,
  expected: ExpectedRevision,
  ids: readonly Buffer[],
): Decision {
  if (stream.isTombstoned) return { kind: 'deleted' };
  if (expected === STREAM_EXISTS) {
    if (stream.isSoftDeleted) return { kind: 'deleted' };
    if (stream.current < 0 && !stream.hasMetadata) return CONFLICT;
  }
  if (expected === ANY || expected === STREAM_EXISTS) return decideByRecentIds(stream, ids);
  if (expected < stream.current) return decideByStoredIds(stream, expected, ids);
  if (expected > stream.current) return CONFLICT;
  return ids.length === 0 ? { kind: 'nothing' } : WRITE;
}

/** The first id decides: if it is known here, all must be, in any order; the last one is answered. */
function decideByRecentIds(stream: StreamState, ids: readonly Buffer[]): Decision {
  const [first] = ids;
  if (first === undefined) return { kind: 'nothing' };
  if (stream.recentPlaceOf(first) === undefined) return WRITE;
  let last: EventPlace | undefined;
  for (const id of ids) {
    last = stream.recentPlaceOf(id);
    if (last === undefined) return CONFLICT;
  }
  return last === undefined ? CONFLICT : { kind: 'repeat', ...last };
}

/** Below the current revision only a repeat can succeed: exactly these ids, right after `expected`. */
function decideByStoredIds(
  stream: StreamState,
  expected: ExpectedRevision,
  ids: readonly Buffer[],
): Decision {
  let position: number | undefined;
  for (const [index, id] of ids.entries()) {
    position = stream.positionOf(id, expected + 1 + index);
    const mayReopen = index === 0 && expected === NO_STREAM && stream.isSoftDeleted;
    if (position === undefined) return mayReopen ? WRITE : CONFLICT;
  }
  if (position === undefined) return CONFLICT;
  const revision = expected + ids.length;
  return { kind: 'repeat', revision, position: stream.isSoftDeleted ? undefined : position };
}
