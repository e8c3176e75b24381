// A copy of the log in one file, as of one moment, while writers go on: SQLite reads one snapshot of
// the file and writes it elsewhere. A copy counts as one when every record of it was read again.
import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openForReading, SCHEMA_VERSION } from './database.js';
import { LOG_START, LogReader } from './log-reader.js';
import type { RecordedEvent } from './record.js';
import { StreamIndex } from './stream-index.js';

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
  try {
    const found = summaryOf(reader, (record) => streams.assertHolds(record));
    streams.assertHoldsNoMore();
    return { ...found, bytes: statSync(file).size };
  } finally {
    streams.close();
    reader.close();
  }
}

function summaryOf(
  reader: LogReader,
  check: (record: RecordedEvent) => void,
): Omit<SnapshotSummary, 'bytes'> {
  const counted = { records: 0, events: 0 };
  const ids: { firstEventId?: string; lastEventId?: string } = {};
  for (const record of recordsOf(reader)) {
    check(record);
    counted.records += 1;
    if (record.type[0] === SYSTEM_PREFIX) continue;
    counted.events += 1;
    ids.lastEventId = uuidOf(record.id);
    ids.firstEventId ??= ids.lastEventId;
  }
  return { ...counted, ...ids };
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
