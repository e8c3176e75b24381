// What the projector tells every process with each batch and each heartbeat: how far a version of the
// read models is, and what of the list of students its rows may have changed.
import { assert } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import type { Queryable } from './version.js';

export const NOTICE_CHANNEL = 'bursar_read_models';
/** A notice of Postgres has room for 8 000 bytes. */
const STUDENTS_MAX = 200;
const EVERYTHING = '*';

/** Students whose figures changed; or that names, order, terms or all of it may have. */
export type Touched = 'everything' | ReadonlySet<Uuid>;

export const NOTHING: ReadonlySet<Uuid> = new Set();

export interface Notice {
  readonly commit: bigint;
  /** Log index of the last event applied. */
  readonly index: number;
  /** Of the version. */
  readonly schema: string;
  /** Whether nothing was left to read. */
  readonly current: boolean;
  readonly touched: Touched;
}

/** The statement that tells it, at the end of the transaction that it is about; it takes no parameters. */
export function notifyStatement(notice: Notice): string {
  const payload = payloadOf(notice);
  assert(/^[\w:*,-]+$/.test(payload), 'a notice holds numbers and ids alone');
  return `notify ${NOTICE_CHANNEL}, '${payload}'`;
}

export function payloadOf({ commit, index, schema, current, touched }: Notice): string {
  const all = touched === 'everything' || touched.size > STUDENTS_MAX;
  const students = all ? EVERYTHING : [...touched].join(',');
  return [commit, index, schema, current ? 1 : 0, students].join(':');
}

/** Undefined for a text that no projector of this release sends. */
export function noticeOf(payload: string): Notice | undefined {
  const [commit, index, schema, current, students] = payload.split(':');
  if (commit === undefined || index === undefined) return undefined;
  if (schema === undefined || students === undefined) return undefined;
  const ids = students === '' ? [] : students.split(',');
  return {
    commit: BigInt(commit),
    index: Number(index),
    schema,
    current: current === '1',
    touched: students === EVERYTHING ? 'everything' : new Set(ids),
  };
}

export async function listenToNotices(database: Queryable): Promise<void> {
  await database.query(`listen ${NOTICE_CHANNEL}`);
}
