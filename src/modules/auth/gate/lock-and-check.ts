// The two statements of the gate in one message to Postgres: locks, then the check. The check must be
// a statement of its own: one that waits for a lock still sees what was true before it waited.
import type pg from 'pg';
import { assert, present } from '../../../kernel/assert.js';
import { isUuid, type Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Role } from '../../../http/identity.js';
import { STATE } from '../store/session-sql.js';
import { rolesOf } from '../store/postgres-session-store.js';
import type { GoneReason } from '../store/session-store.js';
import { BOOKS_LOCK, sessionLock } from './advisory-locks.js';

/** What is true while the locks are held. */
export interface Checked {
  readonly closedThrough: LocalDate | undefined;
  /** Absent for the system's own work. */
  readonly session: { readonly gone: GoneReason } | { readonly roles: readonly Role[] } | undefined;
}

export interface LockAndCheck {
  readonly sessionIds: readonly Uuid[];
  readonly lockWaitMillisecondsMax: number;
  /** Waits for the sessions' locks too; else those that are not free are left out. */
  readonly wait: boolean;
}

/** Longer than the wait for locks: after this Postgres itself counts as away. */
const ANSWER_MILLISECONDS_MAX = 5_000;

/**
 * Begins a transaction that holds BOOKS and the sessions' locks shared.
 * @returns what was found under `undefined` (the books alone) and under each session whose lock is
 *   held; a session that is missing here is not locked.
 */
export async function lockAndCheck(
  client: pg.PoolClient,
  wanted: LockAndCheck,
): Promise<ReadonlyMap<Uuid | undefined, Checked>> {
  const text = [
    'begin',
    `set local lock_timeout = ${wanted.lockWaitMillisecondsMax}`,
    locksText(wanted),
    checkText(wanted.sessionIds),
  ].join(';\n');
  const query = { text, query_timeout: ANSWER_MILLISECONDS_MAX };
  // Several statements in one message have several results; the types of pg know of one only.
  const results = (await client.query(query)) as unknown as readonly pg.QueryResult[];
  const [lock] = present(results[2], 'the answer about locks').rows as LockRow[];
  const rows = present(results[3], 'the answer about sessions').rows as CheckRow[];
  const { got } = present(lock, 'the row of locks');
  return found(wanted.sessionIds, got, rows);
}

function locksText({ sessionIds, wait }: LockAndCheck): string {
  const verb = wait ? 'pg_advisory_xact_lock_shared' : 'pg_try_advisory_xact_lock_shared';
  const locks = sessionIds.map((id) => {
    const [classId, objectId] = sessionLock(id);
    // The waiting verb returns void: getting there at all is having the lock.
    const call = `${verb}(${classId}, ${objectId})`;
    return wait ? `${call} is not null` : call;
  });
  const [classId, objectId] = BOOKS_LOCK;
  return `select pg_advisory_xact_lock_shared(${classId}, ${objectId}),
    array[${locks.join(', ')}]::boolean[] as got`;
}

function checkText(sessionIds: readonly Uuid[]): string {
  // Parameters would take a second message; these are our own ids, and nothing else passes.
  for (const id of sessionIds) assert(isUuid(id), 'a session id is a uuid');
  const ids = sessionIds.map((id) => `'${id}'`).join(', ');
  return `select to_char(g.closed_through, 'YYYY-MM-DD') as closed_through, s.id, u.roles,
      ${STATE} as state
    from app.books_gate g
    left join (app.auth_session s join app.app_user u on u.id = s.user_id)
      on ${ids === '' ? 'false' : `s.id in (${ids})`}
    where g.id = 1`;
}

interface LockRow {
  got: boolean[];
}

interface CheckRow {
  closed_through: LocalDate | null;
  id: Uuid | null;
  roles: string[];
  state: 'alive' | GoneReason;
}

function found(
  sessionIds: readonly Uuid[],
  got: readonly boolean[],
  rows: readonly CheckRow[],
): Map<Uuid | undefined, Checked> {
  const closedThrough = present(rows[0], 'the row of the books').closed_through ?? undefined;
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const checked = new Map<Uuid | undefined, Checked>();
  checked.set(undefined, { closedThrough, session: undefined });
  sessionIds.forEach((id, index) => {
    if (got[index] === true) checked.set(id, { closedThrough, session: sessionOf(rowOf.get(id)) });
  });
  return checked;
}

function sessionOf(row: CheckRow | undefined): Checked['session'] {
  if (row === undefined) return { gone: 'unknown' };
  return row.state === 'alive' ? { roles: rolesOf(row.roles) } : { gone: row.state };
}
