// The one read connection. Every row is checked against its neighbours and every record against its
// checksum: a gap, a misplaced or a damaged record is an error that names the position.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openForReading } from './database.js';
import { DamagedLogError } from './errors.js';
import { decodeRecord, type RecordedEvent } from './record.js';

/** Positions are those of bytes in an imaginary file: the first is 1, so that 0 is before all. */
export const LOG_START = 1;

export interface StoredHead {
  readonly id: number;
  readonly lastRevision: number;
  readonly tombstonePosition: number | undefined;
}

export interface StreamKey {
  readonly id: number;
  readonly name: string;
}

export interface RevisionRange {
  readonly first: number;
  readonly last: number;
}

interface Row {
  readonly position: number;
  readonly record: Uint8Array;
}

export class LogReader {
  readonly #database: DatabaseSync;
  readonly #forwards: StatementSync;
  readonly #backwards: StatementSync;
  readonly #one: StatementSync;
  readonly #range: StatementSync;
  readonly #head: StatementSync;
  readonly #indexTop: StatementSync;

  constructor(path: string) {
    const database = openForReading(path);
    this.#database = database;
    this.#forwards = database.prepare(
      'SELECT position, record FROM log WHERE position >= ? AND position < ? ORDER BY position LIMIT ?',
    );
    this.#backwards = database.prepare(
      'SELECT position, record FROM log WHERE position < ? ORDER BY position DESC LIMIT ?',
    );
    this.#one = database.prepare('SELECT position, record FROM log WHERE position = ?');
    this.#range = database.prepare(
      `SELECT e.position, l.record FROM stream_event e LEFT JOIN log l ON l.position = e.position
       WHERE e.stream = ? AND e.revision BETWEEN ? AND ? ORDER BY e.revision`,
    );
    this.#head = database.prepare(
      'SELECT id, last_revision, tombstone_position FROM stream WHERE name = ?',
    );
    this.#indexTop = database.prepare(
      'SELECT coalesce(max(revision), -1) AS top FROM stream_event WHERE stream = ?',
    );
  }

  close(): void {
    this.#database.close();
  }

  /** Where the next record goes, and the position of the last one (0: the log is empty). */
  tail(): { next: number; last: number } {
    const [last] = this.before(Number.MAX_SAFE_INTEGER, 1);
    return last === undefined
      ? { next: LOG_START, last: 0 }
      : { next: last.position + last.bytes, last: last.position };
  }

  highestStreamId(): number {
    return Number(
      this.#database.prepare('SELECT coalesce(max(id), 0) AS id FROM stream').get()?.id,
    );
  }

  /** At most `limit` events from position `from` (inclusive) to `end` (exclusive), oldest first. */
  from(from: number, end: number, limit: number): RecordedEvent[] {
    const events = this.#forwards.all(from, end, limit).map(decodeRow);
    const reached = followChain(events, Math.max(from, LOG_START));
    if (events.length < limit && reached < end) throw DamagedLogError.at(reached, 'it is missing');
    return events;
  }

  /** At most `limit` events before position `end`, newest first. */
  before(end: number, limit: number): RecordedEvent[] {
    const events = this.#backwards.all(end, limit).map(decodeRow).reverse();
    const oldest = events[0];
    if (oldest !== undefined)
      followChain(events, events.length < limit ? LOG_START : oldest.position);
    return events.reverse();
  }

  at(position: number): RecordedEvent | undefined {
    const row = this.#one.get(position);
    return row && decodeRow(row);
  }

  /** Exactly the events of the range, which must lie within the stream. */
  revisions(stream: StreamKey, { first, last }: RevisionRange): RecordedEvent[] {
    const events = this.#range.all(stream.id, first, last).map(decodeRow);
    const name = Buffer.from(stream.name);
    for (const [index, event] of events.entries())
      if (event.revision !== first + index || !event.stream.equals(name))
        throw DamagedLogError.at(
          event.position,
          `revision ${first + index} of ${stream.name} was expected`,
        );
    if (events.length !== last - first + 1)
      throw new DamagedLogError(`${stream.name} lacks revision ${first + events.length}`);
    return events;
  }

  head(name: string): StoredHead | undefined {
    const row = this.#head.get(name);
    if (row === undefined) return undefined;
    const id = Number(row.id);
    const lastRevision = Number(row.last_revision);
    const tombstone = row.tombstone_position;
    if (Number(this.#indexTop.get(id)?.top) !== lastRevision)
      throw new DamagedLogError(
        `the index of stream ${name} does not end at its head ${lastRevision}`,
      );
    return {
      id,
      lastRevision,
      tombstonePosition: tombstone === null ? undefined : Number(tombstone),
    };
  }
}

function decodeRow(row: unknown): RecordedEvent {
  const { position, record } = row as Row;
  if (!(record instanceof Uint8Array)) throw DamagedLogError.at(position, 'it is missing');
  return decodeRecord(Buffer.from(record.buffer, record.byteOffset, record.byteLength), position);
}

/** Each record ends where the next begins; a hole is a lost event. Returns the end of the last. */
function followChain(events: readonly RecordedEvent[], from: number): number {
  let expected = from;
  for (const event of events) {
    if (event.position !== expected) throw DamagedLogError.at(expected, 'it is missing');
    expected = event.position + event.bytes;
  }
  return expected;
}
