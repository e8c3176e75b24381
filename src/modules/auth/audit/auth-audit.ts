// What happened to users and sessions: append-only, each row chained to the one before it by a hash
// over its canonical JSON. Public ids only: no token, no password, no address book of typed names.
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { READ_POOL } from '../../../database/index.js';
import { present } from '../../../kernel/assert.js';
import { canonicalJson } from '../../../kernel/canonical-json.js';
import type { Uuid } from '../../../kernel/ids.js';
import { AUDIT_LOCK } from '../gate/advisory-locks.js';
import { StoreUnavailable } from '../store/session-store.js';
import { inTransaction } from '../store/transaction.js';

export type AuthEvent =
  | 'login_succeeded'
  | 'login_failed'
  | 'login_throttled'
  | 'logout'
  | 'session_ended'
  | 'sessions_ended'
  | 'user_created'
  | 'password_changed';

export interface AuthEntry {
  /** The user that it happened to; absent when nobody knows whom. */
  readonly subjectId?: Uuid;
  /** The user who did it; absent for the system and for who has not signed in. */
  readonly actorId?: Uuid | undefined;
  readonly details?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export const FIRST_AUDIT_HASH = '0'.repeat(64);

@Injectable()
export class AuthAudit {
  constructor(@Inject(READ_POOL) private readonly pool: pg.Pool) {}

  /** @throws StoreUnavailable when it could not be written: nothing may happen unrecorded. */
  async record(event: AuthEvent, entry: AuthEntry): Promise<void> {
    const { subjectId = null, actorId = null, details = {} } = entry;
    try {
      await inTransaction(this.pool, async (client) => {
        await client.query('select pg_advisory_xact_lock($1, $2)', [...AUDIT_LOCK]);
        const { at, prevHash } = await headOf(client);
        const row = { at, event, subjectId, actorId, details, prevHash };
        await client.query(
          `insert into app.auth_audit (at, event, subject_id, actor_id, details, prev_hash, hash)
           values ($1, $2, $3, $4, $5, $6, $7)`,
          [at, event, subjectId, actorId, JSON.stringify(details), prevHash, auditHash(row)],
        );
      });
    } catch (error) {
      throw new StoreUnavailable(error);
    }
  }

  /** Id of the first row that does not follow from the one before it; undefined when all do. */
  async firstBroken(): Promise<bigint | undefined> {
    const { rows } = await this.pool.query<AuditRow>(
      `select id, at, event, subject_id, actor_id, details, prev_hash, hash
       from app.auth_audit order by id`,
    );
    let prevHash = FIRST_AUDIT_HASH;
    for (const row of rows) {
      if (row.prev_hash !== prevHash || auditHash(hashedOf(row)) !== row.hash) return row.id;
      prevHash = row.hash;
    }
    return undefined;
  }
}

interface HashedRow {
  readonly at: string;
  readonly event: string;
  readonly subjectId: Uuid | null;
  readonly actorId: Uuid | null;
  readonly details: object;
  readonly prevHash: string;
}

interface AuditRow {
  id: bigint;
  at: Date;
  event: string;
  subject_id: Uuid | null;
  actor_id: Uuid | null;
  details: object;
  prev_hash: string;
  hash: string;
}

/** The last hash, and an instant that is not before it, in whole milliseconds as JSON has them. */
async function headOf(client: pg.PoolClient): Promise<{ at: string; prevHash: string }> {
  const { rows } = await client.query<{ at: Date; hash: string | null }>(
    `select greatest(date_trunc('milliseconds', clock_timestamp()), last.at) as at, last.hash
     from (select 1) as one
     left join (select at, hash from app.auth_audit order by id desc limit 1) as last on true`,
  );
  const head = present(rows[0], 'the head of the audit');
  return { at: head.at.toISOString(), prevHash: head.hash ?? FIRST_AUDIT_HASH };
}

function hashedOf(row: AuditRow): HashedRow {
  return {
    at: row.at.toISOString(),
    event: row.event,
    subjectId: row.subject_id,
    actorId: row.actor_id,
    details: row.details,
    prevHash: row.prev_hash,
  };
}

function auditHash(row: HashedRow): string {
  return createHash('sha256').update(canonicalJson(row), 'utf8').digest('hex');
}
