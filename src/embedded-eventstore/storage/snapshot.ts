// A copy of the log in one file, as of one moment, while writers go on: SQLite reads one snapshot of
// the file and writes it elsewhere. A copy counts as one when every record of it was read again.
import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openForReading, SCHEMA_VERSION } from './database.js';
import { DamagedLogError } from './errors.js';
import { LOG_START, LogReader } from './log-reader.js';
import type { RecordedEvent } from './record.js';

export interface SnapshotSummary {
  /** All records, the store's own among them. */
  readonly records: number;
  /** Records whose type does not begin with `$`. */
  readonly events: number;
  /** Ids of the first and the last of those; absent in an empty log. */
  readonly firstEventId?: string;
  readonly lastEventId?: string;
  readonly bytes: number;
}

const PAGE_RECORDS = 1_000;
const SYSTEM_PREFIX = '$'.charCodeAt(0);

/**
 * Copies the log of a data directory, whether or not a server works on it, and reads the copy again.
 * A commit is in the copy or not, whole; one that was acknowledged before the call is.
 * @param into  A file that is not there yet; made for its owner alone, and on the disk afterwards.
 * @throws Error of SQLite (`errcode` 13 or 10 for a full disk); DamagedLogError.
 */
export function takeSnapshot(dataDirectory: string, into: string): SnapshotSummary {
  closeSync(openSync(into, 'wx', 0o600));
  const database = openForReading(join(dataDirectory, 'events.db'));
  try {
    database.prepare('VACUUM INTO ?').run(into);
  } finally {
    database.close();
  }
  sync(into);
  return checkSnapshot(into);
}

/**
 * Reads every record of a copy and its place in its stream.
 * @throws DamagedLogError naming the position; Error for a file of another release, or for none of ours.
 */
export function checkSnapshot(file: string): SnapshotSummary {
  assertReadable(file);
  const reader = new LogReader(file);
  const streams = new StreamIndex(file);
  const counted = { records: 0, events: 0 };
  const ids: { firstEventId?: string; lastEventId?: string } = {};
  try {
    for (const record of recordsOf(reader)) {
      streams.assertHolds(record);
      counted.records += 1;
      if (record.type[0] === SYSTEM_PREFIX) continue;
      counted.events += 1;
      ids.lastEventId = uuidOf(record.id);
      ids.firstEventId ??= ids.lastEventId;
    }
    streams.assertHoldsNoMore();
  } finally {
    streams.close();
    reader.close();
  }
  return { ...counted, ...ids, bytes: statSync(file).size };
}

function* recordsOf(reader: LogReader): Generator<RecordedEvent> {
  const { next: end } = reader.tail();
  for (let from = LOG_START; from < end;) {
    const page = reader.from(from, end, PAGE_RECORDS);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    from = last.position + last.bytes;
  }
}

function assertReadable(file: string): void {
  const database = openForReading(file);
  try {
    const row = database.prepare(`SELECT value FROM setting WHERE key = 'schema_version'`).get();
    if (Number(row?.value) === SCHEMA_VERSION) return;
    throw new Error(`${file} has schema version ${String(row?.value)}, not ${SCHEMA_VERSION}`);
  } finally {
    database.close();
  }
}

/** The tables beside the log: each record at its stream's revision, and nothing else there. */
class StreamIndex {
  private readonly database;
  private readonly place;
  private held = 0;

  constructor(file: string) {
    this.database = openForReading(file);
    this.place = this.database.prepare(
      `SELECT e.position FROM stream s JOIN stream_event e ON e.stream = s.id
       WHERE s.name = ? AND e.revision = ?`,
    );
  }

  assertHolds({ stream, revision, position, isTombstone }: RecordedEvent): void {
    if (isTombstone) return;
    const name = stream.toString();
    if (Number(this.place.get(name, revision)?.position) !== position)
      throw DamagedLogError.at(
        position,
        `revision ${revision} of ${name} is not found by its stream`,
      );
    this.held += 1;
  }

  assertHoldsNoMore(): void {
    const row = this.database
      .prepare(
        `SELECT (SELECT count(*) FROM stream_event) AS places, (SELECT count(*) FROM stream s
           WHERE last_revision <> (SELECT coalesce(max(revision), -1) FROM stream_event e
             WHERE e.stream = s.id)) AS heads`,
      )
      .get();
    if (Number(row?.places) !== this.held || Number(row?.heads) !== 0)
      throw new DamagedLogError('the index of the streams does not match the log');
  }

  close(): void {
    this.database.close();
  }
}

function uuidOf(id: Buffer): string {
  const parts = [id.subarray(0, 4), id.subarray(4, 6), id.subarray(6, 8), id.subarray(8, 10)];
  return [...parts, id.subarray(10)].map((part) => part.toString('hex')).join('-');
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
