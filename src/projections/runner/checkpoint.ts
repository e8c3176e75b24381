// How far the read models are in the log, as a value, and the one row that holds it. Moving that row
// is also the fence: it moves only from where this runner left it and only in this runner's epoch.
import type { LogPosition, StoredEvent } from '../../eventstore/port.js';
import { assert } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import { restoredIdIn } from './log-id.js';
import type { Queryable } from './version.js';

export interface CheckpointFields {
  readonly commit: bigint;
  readonly prepare: bigint;
  /** The last event applied; undefined before the first. */
  readonly eventId: Uuid | undefined;
  /** What tells this log from another: see `logIdOf`. */
  readonly logId: Uuid | undefined;
  /** Grows with each new leader. */
  readonly epoch: number;
  /** Log index of the last event applied; 0 before the first. */
  readonly index: number;
}

export class Checkpoint implements CheckpointFields {
  static readonly START = new Checkpoint({
    commit: -1n,
    prepare: -1n,
    eventId: undefined,
    logId: undefined,
    epoch: 0,
    index: 0,
  });

  readonly commit: bigint;
  readonly prepare: bigint;
  readonly eventId: Uuid | undefined;
  readonly logId: Uuid | undefined;
  readonly epoch: number;
  readonly index: number;

  constructor(fields: CheckpointFields) {
    this.commit = fields.commit;
    this.prepare = fields.prepare;
    this.eventId = fields.eventId;
    this.logId = fields.logId;
    this.epoch = fields.epoch;
    this.index = fields.index;
  }

  /** Where a subscription goes on; undefined: from the start. */
  get position(): LogPosition | undefined {
    return this.eventId === undefined ? undefined : { commit: this.commit, prepare: this.prepare };
  }

  isBefore({ position }: StoredEvent): boolean {
    return this.commit < position.commit;
  }

  /** After a batch of events, all of them later in the log than this. */
  after(events: readonly StoredEvent[]): Checkpoint {
    const [first, last] = [events[0], events.at(-1)];
    assert(first !== undefined && last !== undefined, 'a batch has events');
    assert(this.isBefore(first), `event ${first.id} is after the checkpoint`);
    return new Checkpoint({
      ...last.position,
      eventId: last.id,
      logId: restoredIdIn(events) ?? this.logId ?? first.id,
      epoch: this.epoch,
      index: this.index + events.length,
    });
  }
}

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
  const { from, to } = move;
  const { rowCount } = await transaction.query({
    name: `move ${schema}`,
    text: `update ${schema}.checkpoint set commit_pos = $1, prepare_pos = $2, event_id = $3,
        log_id = $4, index = $5, heartbeat_at = clock_timestamp(),
        current_at = case when $6 then clock_timestamp() else $7::timestamptz end
      where epoch = $8 and commit_pos = $9`,
    values: [
      to.commit,
      to.prepare,
      to.eventId,
      to.logId,
      to.index,
      move.current,
      move.recordedAt,
      from.epoch,
      from.commit,
    ],
  });
  if (rowCount !== 1) throw new Fenced(schema);
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
