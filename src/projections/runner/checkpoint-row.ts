// The one row of a version that holds its checkpoint. Moving it is also the fence: it moves only from
// where this runner left it and only in this runner's epoch.
import { assert } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import { Checkpoint } from './checkpoint.js';
import type { Queryable } from './version.js';

interface CheckpointRow {
  readonly commit_pos: bigint;
  readonly prepare_pos: bigint;
  readonly event_id: Uuid | null;
  readonly log_id: Uuid | null;
  readonly epoch: number;
  readonly index: bigint;
}

/** As it is at this moment. */
export async function readCheckpoint(database: Queryable, schema: string): Promise<Checkpoint> {
  const { rows } = await database.query<CheckpointRow>(`select * from ${schema}.checkpoint`);
  return checkpointOf(rows[0]);
}

/** The checkpoint of a version in a new epoch: from now on no earlier leader can move it. */
export async function enterEpoch(database: Queryable, schema: string): Promise<Checkpoint> {
  const { rows } = await database.query<CheckpointRow>(
    `update ${schema}.checkpoint set epoch = epoch + 1 returning *`,
  );
  return checkpointOf(rows[0]);
}

export interface CheckpointMove {
  readonly from: Checkpoint;
  readonly to: Checkpoint;
  /** Of the last event. */
  readonly recordedAt: string;
  readonly current: boolean;
}

/**
 * Moves the checkpoint. `current`: nothing was left to read after this.
 * @throws Fenced when another leader, or a rebuilt version, has taken over.
 */
export async function moveCheckpoint(
  transaction: Queryable,
  schema: string,
  move: CheckpointMove,
): Promise<void> {
  const { rowCount } = await transaction.query({
    name: `move ${schema}`,
    text: moveStatement(schema),
    values: moveValues(move),
  });
  if (rowCount !== 1) throw new Fenced(schema);
}

/** How many parameters `moveStatement` takes: `moveValues`. */
export const MOVE_PARAMETERS = 9;

/** Updates one row, or none where somebody else moves the checkpoint now. */
export function moveStatement(schema: string): string {
  return `update ${schema}.checkpoint set commit_pos = $1, prepare_pos = $2, event_id = $3,
      log_id = $4, index = $5, heartbeat_at = clock_timestamp(),
      current_at = case when $6 then clock_timestamp() else $7::timestamptz end
    where epoch = $8 and commit_pos = $9`;
}

export function moveValues({ to, from, current, recordedAt }: CheckpointMove): unknown[] {
  const { commit, prepare, eventId, logId, index } = to;
  const place = [commit, prepare, eventId, logId, index];
  return [...place, current, recordedAt, from.epoch, from.commit];
}

/** The checkpoint is not where this runner left it: somebody else moves it now. */
export class Fenced extends Error {
  override readonly name = 'Fenced';

  constructor(schema: string) {
    super(`another runner has taken over ${schema}`);
  }
}

function checkpointOf(row: CheckpointRow | undefined): Checkpoint {
  assert(row !== undefined, 'the version has a checkpoint');
  return new Checkpoint({
    commit: row.commit_pos,
    prepare: row.prepare_pos,
    eventId: row.event_id ?? undefined,
    logId: row.log_id ?? undefined,
    epoch: row.epoch,
    index: Number(row.index),
  });
}
