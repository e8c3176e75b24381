// From a position that a client sends to a place in the log. Events have commit = prepare; the pair
// {commit, prepare < commit} of a checkpoint lies just before the event at `commit`.
import { LOG_START } from '../storage/log-reader.js';
import type { EventLog } from './event-log.js';

export interface LogPosition {
  readonly commit: number;
  readonly prepare: number;
}

/** The first place at or after a position, `beyond` the end, or `invalid` inside a record. */
export type Place =
  { readonly kind: 'at'; readonly position: number } | { kind: 'beyond' | 'invalid' };

const INVALID: Place = { kind: 'invalid' };

/** Where a read from `position` begins: the event there, which is included. */
export function placeOf(log: EventLog, { commit, prepare }: LogPosition): Place {
  if (commit < prepare) return INVALID;
  if (commit > log.end) return { kind: 'beyond' };
  if (commit < LOG_START) return { kind: 'at', position: LOG_START };
  const isBoundary = commit === log.end || log.reader.at(commit) !== undefined;
  return isBoundary ? { kind: 'at', position: commit } : INVALID;
}

/** Where a subscription after `position` begins: the event there is not included. */
export function placeAfter(log: EventLog, position: LogPosition): Place {
  const place = placeOf(log, position);
  if (place.kind !== 'at' || position.prepare < position.commit) return place;
  const event = log.reader.at(place.position);
  return event === undefined || position.commit < LOG_START
    ? place
    : { kind: 'at', position: event.position + event.bytes };
}
