// The only writer of the file, in a thread of its own: it turns a batch of writes into one
// transaction and answers when the transaction is on the disk.
import { parentPort, workerData } from 'node:worker_threads';
import { openForWriting, type DatabaseOptions } from './database.js';

export interface RecordRow {
  readonly streamId: number;
  /** Undefined for a tombstone, which has no place in the stream's sequence. */
  readonly revision: number | undefined;
  readonly position: number;
  readonly record: Uint8Array;
}

export interface HeadRow {
  readonly id: number;
  readonly name: string;
  readonly lastRevision: number;
  readonly tombstonePosition: number | null;
}

export interface Batch {
  readonly records: RecordRow[];
  readonly heads: HeadRow[];
  /** Whether to find out if there is space for more than these. */
  readonly isProbe?: boolean;
}

export type WriterRequest = { readonly commit: Batch } | 'close';
export type WriterAnswer =
  { readonly kind: 'committed' } | { readonly kind: 'full' | 'failed'; readonly message: string };

/** Some writes of usual size. */
const PROBE_BYTES = 64 * 1024;

/** SQLite's SQLITE_FULL: nothing was written and the file is sound. */
const SQLITE_FULL = 13;

function run(port: NonNullable<typeof parentPort>, options: DatabaseOptions): void {
  const database = openForWriting(options);
  const insertRecord = database.prepare('INSERT INTO log VALUES (?, ?)');
  const insertPlace = database.prepare('INSERT INTO stream_event VALUES (?, ?, ?)');
  const putHead = database.prepare(
    `INSERT INTO stream VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
     SET last_revision = excluded.last_revision, tombstone_position = excluded.tombstone_position`,
  );

  const putProbe = database.prepare(
    `INSERT OR REPLACE INTO setting VALUES ('space', zeroblob(${PROBE_BYTES}))`,
  );
  const dropProbe = database.prepare(`DELETE FROM setting WHERE key = 'space'`);

  function commit(batch: Batch): void {
    database.exec('BEGIN IMMEDIATE');
    for (const { streamId, revision, position, record } of batch.records) {
      insertRecord.run(position, record);
      if (revision !== undefined) insertPlace.run(streamId, revision, position);
    }
    for (const head of batch.heads)
      putHead.run(head.id, head.name, head.lastRevision, head.tombstonePosition);
    if (batch.isProbe === true) putProbe.run();
    database.exec('COMMIT');
    // In a commit of its own: what one commit puts and drops never comes to the disk.
    if (batch.isProbe === true) dropProbe.run();
  }

  function answerTo(batch: Batch): WriterAnswer {
    try {
      commit(batch);
      return { kind: 'committed' };
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      const isFull = (error as { errcode?: number }).errcode === SQLITE_FULL;
      return { kind: isFull ? 'full' : 'failed', message: String(error) };
    }
  }

  port.on('message', (request: WriterRequest) => {
    if (request !== 'close') return port.postMessage(answerTo(request.commit));
    database.close();
    return port.close();
  });
}

if (parentPort === null) throw new Error('the writer runs in a worker thread only');
run(parentPort, workerData as DatabaseOptions);
