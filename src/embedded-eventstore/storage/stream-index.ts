// The tables beside the log: each record at its stream's revision, and nothing else there.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openForReading } from './database.js';
import { DamagedLogError } from './errors.js';
import type { RecordedEvent } from './record.js';

const COUNTS = `SELECT (SELECT count(*) FROM stream_event) AS places,
    (SELECT count(*) FROM stream s WHERE last_revision <>
      (SELECT coalesce(max(revision), -1) FROM stream_event e WHERE e.stream = s.id)) AS heads`;

/** Told every record of a log, it says whether readers by stream find exactly those. */
export class StreamIndex {
  readonly #database: DatabaseSync;
  readonly #place: StatementSync;
  #held = 0;

  constructor(file: string) {
    this.#database = openForReading(file);
    this.#place = this.#database.prepare(
      `SELECT e.position FROM stream s JOIN stream_event e ON e.stream = s.id
       WHERE s.name = ? AND e.revision = ?`,
    );
  }

  /** @throws DamagedLogError if the record is not found by its stream and revision. */
  assertHolds({ stream, revision, position, isTombstone }: RecordedEvent): void {
    if (isTombstone) return;
    const name = stream.toString();
    if (Number(this.#place.get(name, revision)?.position) !== position)
      throw DamagedLogError.at(position, `revision ${revision} of ${name} does not lead to it`);
    this.#held += 1;
  }

  /** @throws DamagedLogError if there are places without a record, or streams that end elsewhere. */
  assertHoldsNoMore(): void {
    const row = this.#database.prepare(COUNTS).get();
    if (Number(row?.places) !== this.#held || Number(row?.heads) !== 0)
      throw new DamagedLogError('the index of the streams does not match the log');
  }

  close(): void {
    this.#database.close();
  }
}
