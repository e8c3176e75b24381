// The transaction of one batch: the fence first, then the rows, then the notice, which the commit itself
// gives to those who wait.
import type { Pool, PoolClient } from 'pg';
import { moveCheckpoint, type CheckpointMove } from './checkpoint-row.js';
import { notifyStatement, type Touched } from './notice.js';

export interface BatchPlace {
  readonly pool: Pool;
  /** Of the version that is written. */
  readonly schema: string;
  /** True while nobody reads this version: those who wait for another one are not told. */
  readonly silent?: boolean;
}

/** What the work gives, and whom the batch touched. */
export type BatchWork<T> = (
  transaction: PoolClient,
) => Promise<{ readonly result: T; readonly touched: Touched }>;

/**
 * A connection that failed is closed, which rolls back also where none can be asked to.
 * @throws Fenced; what the work throws, or Postgres: nothing was applied then.
 */
export async function inBatchTransaction<T>(
  { pool, schema, silent }: BatchPlace,
  move: CheckpointMove,
  work: BatchWork<T>,
): Promise<T> {
  const client = await pool.connect();
  let failed = true;
  try {
    // The log is the authority: after a crash of Postgres the last batches are applied again from
    // a checkpoint that was lost with them, so there is no need to wait for the disk.
    await client.query('begin; set local synchronous_commit = off');
    await moveCheckpoint(client, schema, move);
    const { result, touched } = await work(client);
    await client.query(silent === true ? 'commit' : `${noticeText(move, schema, touched)}; commit`);
    failed = false;
    return result;
  } finally {
    client.release(failed);
  }
}

function noticeText({ to, current }: CheckpointMove, schema: string, touched: Touched): string {
  return notifyStatement({ commit: to.commit, index: to.index, schema, current, touched });
}
