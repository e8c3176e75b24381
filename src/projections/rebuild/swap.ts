// The last step of a rebuild, and the removal of versions that nobody reads.
import type { Pool } from 'pg';
import type { LogPosition } from '../../eventstore/port.js';
import { PROGRESS_CHANNEL, type Checkpoint } from '../runner/checkpoint.js';
import { schemaOf, servedVersion, serveVersion } from '../runner/version.js';

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
  const client = await pool.connect();
  try {
    await client.query('begin');
    const served = await servedVersion(client);
    if (served !== undefined) {
      const { rows } = await client.query<{ commit: bigint }>(
        `update ${schemaOf(served)}.checkpoint set epoch = epoch + 1
         returning commit_pos as commit`,
      );
      if (isAhead(rows[0]?.commit ?? -1n, swap)) {
        await client.query('rollback');
        return false;
      }
    }
    await serveVersion(client, swap.version);
    await client.query(
      `update ${schemaOf(swap.version)}.checkpoint set current_at = clock_timestamp()`,
    );
    const { commit, index } = swap.checkpoint;
    await client.query(`select pg_notify('${PROGRESS_CHANNEL}', $1)`, [`${commit}:${index}`]);
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** Drops every version but one. */
export async function dropVersions(
  pool: Pool,
  { except }: { except: number | undefined },
): Promise<void> {
  const { rows } = await pool.query<{ schema: string }>(
    `select nspname as schema from pg_namespace where nspname ~ '^rm_[0-9]{1,8}$'`,
  );
  for (const { schema } of rows) {
    if (except !== undefined && schema === schemaOf(except)) continue;
    await pool.query(`drop schema if exists ${schema} cascade`);
  }
}

/** A version made from another, longer log is not ahead: its events are not in this one. */
function isAhead(oldCommit: bigint, { checkpoint, head }: Swap): boolean {
  const inThisLog = head === undefined || oldCommit > head.commit ? head?.commit : oldCommit;
  return inThisLog !== undefined && inThisLog > checkpoint.commit;
}
