// The parked students of a version, each with the event that it was parked on. It stands beside the
// checkpoint and moves with it.
import type { Uuid } from '../../kernel/ids.js';
import type { Queryable } from './version.js';

/** A student, and the event on which it was parked. */
export interface ParkedEvent {
  readonly studentId: Uuid;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  /** Its log index. */
  readonly index: number;
  /** Stable, snake_case. */
  readonly reasonCode: string;
  /** In words, for whoever mends it; may name a value of the event. */
  readonly reason: string;
}

/** Part of every version. */
export function parkedTable(schema: string): string {
  return `create table ${schema}.parked (
    student_id uuid primary key,
    stream text not null,
    revision int4 not null,
    type text not null,
    log_index int8 not null,
    reason_code text not null,
    reason text not null,
    parked_at timestamptz not null default clock_timestamp()
  )`;
}

const REASON_CHARACTERS_MAX = 500;

/** In the transaction of the batch that the events are of. */
export async function writeParked(
  transaction: Queryable,
  schema: string,
  parked: readonly ParkedEvent[],
): Promise<void> {
  for (const { studentId, stream, revision, type, index, reasonCode, reason } of parked) {
    const text = reason.replaceAll('\0', '').slice(0, REASON_CHARACTERS_MAX);
    await transaction.query(
      `insert into ${schema}.parked
         (student_id, stream, revision, type, log_index, reason_code, reason)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [studentId, stream, revision, type, index, reasonCode, text],
    );
  }
}

/** Undefined for a student who is not parked. */
export async function parkedEventOf(
  database: Queryable,
  schema: string,
  studentId: Uuid,
): Promise<ParkedEvent | undefined> {
  const { rows } = await database.query<Omit<ParkedEvent, 'index'> & { index: bigint }>(
    `select student_id as "studentId", stream, revision, type, log_index as index,
       reason_code as "reasonCode", reason
     from ${schema}.parked where student_id = $1`,
    [studentId],
  );
  const [row] = rows;
  return row === undefined ? undefined : { ...row, index: Number(row.index) };
}
