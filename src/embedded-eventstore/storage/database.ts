// The file: four tables in SQLite, write-ahead log, every commit synced. The schema's version is in
// the file; a file of a newer release is refused instead of guessed at.
import { DatabaseSync } from 'node:sqlite';

export const SCHEMA_VERSION = 1;

export interface DatabaseOptions {
  readonly path: string;
  /** `false` only in tests: a power cut may then lose acknowledged events. */
  readonly fsync: boolean;
  /** An upper bound of the file in pages of 4 096 bytes; at the bound the disk counts as full. */
  readonly pagesMax?: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS log (position INTEGER PRIMARY KEY, record BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS stream (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
    last_revision INTEGER NOT NULL, tombstone_position INTEGER
  );
  CREATE TABLE IF NOT EXISTS stream_event (
    stream INTEGER NOT NULL, revision INTEGER NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (stream, revision)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * Creates the tables or checks that this release can read them. A crash is repaired here: SQLite
 * replays whole transactions of the write-ahead log and drops a torn one.
 * @throws Error if the file was written by a newer release.
 */
export function prepareDatabase(options: DatabaseOptions): void {
  const database = openForWriting(options);
  try {
    database.exec(SCHEMA);
    database
      .prepare(`INSERT OR IGNORE INTO setting VALUES ('schema_version', ?)`)
      .run(String(SCHEMA_VERSION));
    const row = database.prepare(`SELECT value FROM setting WHERE key = 'schema_version'`).get();
    if (Number(row?.value) !== SCHEMA_VERSION)
      throw new Error(
        `${options.path} has schema version ${String(row?.value)}, this release reads ${SCHEMA_VERSION}`,
      );
  } finally {
    database.close();
  }
}

export function openForWriting(options: DatabaseOptions): DatabaseSync {
  const database = new DatabaseSync(options.path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 2000;');
  database.exec(`PRAGMA synchronous = ${options.fsync ? 'FULL' : 'OFF'}`);
  if (options.pagesMax !== undefined)
    database.exec(`PRAGMA max_page_count = ${Math.trunc(options.pagesMax)}`);
  return database;
}

export function openForReading(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec('PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -32768;');
  return database;
}
