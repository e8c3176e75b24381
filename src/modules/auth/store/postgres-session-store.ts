// Sessions in Postgres. One statement a verb where one is enough; loads that wait at the same moment
// share one.
import type pg from 'pg';
import { ROLES, type Role } from '../../../http/identity.js';
import { present } from '../../../kernel/assert.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { SessionData } from '../sessions/session-data.js';
import { Batches } from '../batches.js';
import * as sql from './session-sql.js';
import {
  SESSIONS_PER_USER_MAX,
  StoreUnavailable,
  type Created,
  type GoneReason,
  type Loaded,
  type NewSession,
  type Patched,
  type RevokeReason,
  type Rotated,
  type SessionInfo,
  type SessionOwner,
  type SessionPatch,
  type SessionStore,
  type StoredSession,
  type Touched,
} from './session-store.js';
import { inTransaction } from './transaction.js';

const LOADS_A_STATEMENT_MAX = 256;
/** A load that takes longer counts as a failure of the store. */
const LOAD_MILLISECONDS_MAX = 5_000;

type State = 'alive' | GoneReason;

export class PostgresSessionStore implements SessionStore {
  readonly #loads = new Batches<Buffer, Loaded>({
    sizeMax: LOADS_A_STATEMENT_MAX,
    atOnceMax: 2,
    ask: (hashes) => this.loadAll(hashes),
  });

  constructor(private readonly pool: pg.Pool) {}

  load(tokenHash: Buffer): Promise<Loaded> {
    return this.#loads.ask(tokenHash);
  }

  create(session: NewSession, owner: SessionOwner): Promise<Created> {
    return this.answered(() =>
      inTransaction(this.pool, async (client): Promise<Created> => {
        const { userId, epochSeen, supersedes } = owner;
        const { rowCount: owned } = await client.query(sql.LOCK_OWNER, [userId, epochSeen]);
        if (owned === 0) return 'stale-epoch';
        const { rowCount: inserted } = await client.query(sql.INSERT, [
          session.id,
          session.tokenHash,
          userId,
          epochSeen,
          session.persistent,
          session.idleSeconds,
          session.absoluteSeconds,
          session.ip,
          session.userAgent,
        ]);
        if (inserted === 0) return 'duplicate';
        if (supersedes !== undefined) await client.query(sql.SUPERSEDE, [supersedes, session.id]);
        await client.query(sql.REVOKE_SURPLUS, [userId, SESSIONS_PER_USER_MAX]);
        return 'created';
      }),
    );
  }

  async patch(id: Uuid, { set, unset, expectVersion }: SessionPatch): Promise<Patched> {
    return this.answered(async () => {
      const values = [id, JSON.stringify(set), unset, expectVersion];
      const { rows } = await this.pool.query<{ version: bigint }>(sql.PATCH, values);
      if (rows[0] !== undefined) return { version: rows[0].version };
      const { state, version } = await this.stateOf(id);
      return state === 'alive' ? { conflict: version } : { gone: state };
    });
  }

  touch(id: Uuid, minAgeSeconds: number): Promise<Touched> {
    return this.answered(async () => {
      const { rows } = await this.pool.query<{ touched: boolean; fresh: boolean; state: State }>(
        sql.TOUCH,
        [id, minAgeSeconds],
      );
      const row = rows[0];
      if (row === undefined || row.state !== 'alive') return 'gone';
      if (row.touched) return 'touched';
      return row.fresh ? 'fresh' : 'skipped';
    });
  }

  rotate(id: Uuid, next: Pick<NewSession, 'id' | 'tokenHash'>): Promise<Rotated> {
    return this.answered(async () => {
      const { rowCount } = await this.pool.query(sql.ROTATE, [id, next.id, next.tokenHash]);
      if (rowCount === 1) return 'rotated';
      return (await this.stateOf(id)).state === 'superseded' ? 'lost-race' : 'gone';
    });
  }

  revoke(id: Uuid, reason: RevokeReason): Promise<boolean> {
    return this.answered(
      async () => (await this.pool.query(sql.REVOKE, [id, reason])).rowCount === 1,
    );
  }

  revokeAllForUser(userId: Uuid, reason: RevokeReason, except?: Uuid): Promise<readonly Uuid[]> {
    return this.answered(() =>
      inTransaction(this.pool, async (client) => {
        const { rows } = await client.query<{ session_epoch: number }>(sql.NEXT_EPOCH, [userId]);
        const epoch = present(rows[0], `user ${userId}`).session_epoch;
        if (except !== undefined) await client.query(sql.RESTAMP, [except, userId, epoch]);
        const ended = await client.query<{ id: Uuid }>(sql.REVOKE_ALL, [userId, reason, except]);
        return ended.rows.map(({ id }) => id);
      }),
    );
  }

  listForUser(userId: Uuid): Promise<readonly SessionInfo[]> {
    return this.answered(async () => {
      const { rows } = await this.pool.query<InfoRow>(sql.LIST, [userId]);
      return rows.map(infoOf);
    });
  }

  reap(limit: number): Promise<number> {
    return this.answered(async () => {
      const ended = await this.pool.query(sql.END_EXPIRED, [limit]);
      const removed = await this.pool.query(sql.REMOVE_OLD, [limit]);
      return (ended.rowCount ?? 0) + (removed.rowCount ?? 0);
    });
  }

  countLive(): Promise<number> {
    return this.answered(async () => {
      const { rows } = await this.pool.query<{ live: bigint }>(sql.COUNT_LIVE);
      return Number(present(rows[0], 'a count').live);
    });
  }

  private loadAll(hashes: readonly Buffer[]): Promise<Loaded[]> {
    return this.answered(async () => {
      const query = {
        name: 'session-load',
        text: sql.LOAD,
        values: [hashes],
        query_timeout: LOAD_MILLISECONDS_MAX,
      };
      const { rows } = await this.pool.query<LoadRow>(query);
      const found = new Map(rows.map((row) => [row.token_hash.toString('hex'), loadedOf(row)]));
      return hashes.map((hash) => found.get(hash.toString('hex')) ?? { gone: 'unknown' });
    });
  }

  private async stateOf(id: Uuid): Promise<{ state: State; version: bigint }> {
    const { rows } = await this.pool.query<{ state: State; version: bigint }>(sql.STATE_OF, [id]);
    return rows[0] ?? { state: 'unknown', version: 0n };
  }

  /** Whatever keeps Postgres from answering, nothing is known about the session. */
  private async answered<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw new StoreUnavailable(error);
    }
  }
}

interface LoadRow extends InfoRow {
  token_hash: Buffer;
  data: SessionData;
  version: bigint;
  authenticated_at: Date;
  absolute_expires_at: Date;
  server_now: Date;
  state: State;
  user_id: Uuid;
  username: string;
  display_name: string;
  roles: string[];
  must_change_password: boolean;
}

function loadedOf(row: LoadRow): Loaded {
  return row.state === 'alive' ? { row: storedOf(row) } : { gone: row.state, id: row.id };
}

function storedOf(row: LoadRow): StoredSession {
  return {
    id: row.id,
    user: {
      id: row.user_id,
      username: row.username,
      displayName: row.display_name,
      roles: rolesOf(row.roles),
      mustChangePassword: row.must_change_password,
    },
    data: row.data,
    version: row.version,
    persistent: row.persistent,
    serverNow: row.server_now,
    authenticatedAt: row.authenticated_at,
    lastSeenAt: row.last_seen_at,
    idleExpiresAt: row.idle_expires_at,
    absoluteExpiresAt: row.absolute_expires_at,
  };
}

/** The roles that this release knows, in their order. */
export function rolesOf(stored: readonly string[]): readonly Role[] {
  return ROLES.filter((role) => stored.includes(role));
}

interface InfoRow {
  id: Uuid;
  persistent: boolean;
  created_at: Date;
  last_seen_at: Date;
  idle_expires_at: Date;
  ip: string | null;
  user_agent: string | null;
}

function infoOf(row: InfoRow): SessionInfo {
  return {
    id: row.id,
    persistent: row.persistent,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    idleExpiresAt: row.idle_expires_at,
    ip: row.ip ?? undefined,
    userAgent: row.user_agent ?? undefined,
  };
}
