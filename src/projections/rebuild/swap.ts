// The last step of a rebuild.
import type { Pool } from 'pg';
import type { LogPosition } from '../../eventstore/port.js';
import type { Checkpoint } from '../runner/checkpoint.js';
import { notifyStatement } from '../runner/notice.js';
import {
  changingVersions,
  schemaOf,
  servedVersion,
  serveVersion,
  type Queryable,
} from '../runner/version.js';

export interface Swap {
  readonly version: number;
  /** Of the new version. */
  readonly checkpoint: Checkpoint;
  /** End of the log, read after the new version was filled. */
  readonly head: LogPosition | undefined;
}

/**
 * Makes a version the served one, and fences the projector off the old one, in one transaction.
 * @returns false, and changes nothing, when the old version holds events that the new one lacks.
 */
export async function swapTo(pool: Pool, swap: Swap): Promise<boolean> {
  return changingVersions(pool, async (transaction) => {
    const served = await servedVersion(transaction);
    if (served !== undefined) {
      const old = `${schemaOf(served)}.checkpoint`;
      // Locked first: from here on no batch of the old version can be committed.
      if (isAhead(await lockedCommit(transaction, old), swap)) return false;
      await transaction.query(`update ${old} set epoch = epoch + 1`);
    }
    await serveVersion(transaction, swap.version);
    await transaction.query(
      `update ${schemaOf(swap.version)}.checkpoint set current_at = clock_timestamp()`,
    );
    const { commit, index } = swap.checkpoint;
    const schema = schemaOf(swap.version);
    const touched = 'everything';
    await transaction.query(notifyStatement({ commit, index, schema, current: false, touched }));
    return true;
  });
}

async function lockedCommit(transaction: Queryable, checkpoint: string): Promise<bigint> {
  const { rows } = await transaction.query<{ commit: bigint }>(
    `select commit_pos as commit from ${checkpoint} for update`,
  );
  return rows[0]?.commit ?? -1n;
}

/** A version made from another, longer log is not ahead: its events are not in this one. */
function isAhead(oldCommit: bigint, { checkpoint, head }: Swap): boolean {
  const inThisLog = head === undefined || oldCommit > head.commit ? head?.commit : oldCommit;
  return inThisLog !== undefined && inThisLog > checkpoint.commit;
}
