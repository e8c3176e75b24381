// Sessions, the gate and the log-out's side of it on a database of their own.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { createPool, migrate } from '../../src/database/index.js';
import type { Uuid } from '../../src/kernel/ids.js';
import { BOOKS_LOCK } from '../../src/modules/auth/gate/advisory-locks.js';
import { SessionLocks } from '../../src/modules/auth/gate/session-locks.js';
import {
  SharedGate,
  SHARED_GATE_OPTIONS,
  type SharedGateOptions,
} from '../../src/modules/auth/gate/shared-gate.js';
import { PostgresSessionStore } from '../../src/modules/auth/store/postgres-session-store.js';
import { createTestDatabase } from '../support/postgres.js';
import { listeningLogger, type LogLine } from './auth-app.js';
import { newSession } from './stores.js';

const THIS_DATABASE = '(select oid from pg_database where datname = current_database())';

export class GateFixture {
  readonly store: PostgresSessionStore;
  readonly #locks: SessionLocks;

  private constructor(
    readonly pool: pg.Pool,
    readonly logger: ReturnType<typeof listeningLogger>,
    readonly stop: () => Promise<void>,
  ) {
    this.store = new PostgresSessionStore(pool);
    this.#locks = new SessionLocks(pool, logger);
  }

  static async open(): Promise<GateFixture> {
    const database = await createTestDatabase();
    await migrate(database.url);
    const logger = listeningLogger();
    const options = { connectionString: database.url, name: 'gate', connectionsMax: 12 };
    const pool = createPool(options, logger);
    return new GateFixture(pool, logger, async () => {
      await pool.end();
      await database.drop();
    });
  }

  get lines(): readonly LogLine[] {
    return this.logger.lines;
  }

  gate(over: Partial<SharedGateOptions> = {}): SharedGate {
    return new SharedGate(this.pool, this.logger, { ...SHARED_GATE_OPTIONS, ...over });
  }

  /** A living session of a user of its own. */
  async session(): Promise<Uuid> {
    const userId = randomUUID();
    await this.pool.query(
      `insert into app.app_user (id, username, display_name, password_hash, roles)
       values ($1, $2, 'Test', 'none', '{cashier}')`,
      [userId, userId],
    );
    const made = newSession();
    await this.store.create(made, { userId, epochSeen: 1 });
    return made.id;
  }

  /** Revocation, then quiet: what a log-out does before it answers. */
  async logOut(sessionId: Uuid): Promise<void> {
    await this.store.revoke(sessionId, 'logout');
    await this.#locks.untilQuiet([sessionId]);
  }

  /** How many transactions hold the books shared. */
  async openTransactions(): Promise<bigint | undefined> {
    const { rows } = await this.pool.query<{ held: bigint }>(
      `select count(distinct pid) as held from pg_locks
       where locktype = 'advisory' and classid = $1 and mode = 'ShareLock'
         and database = ${THIS_DATABASE}`,
      [BOOKS_LOCK[0]],
    );
    return rows[0]?.held;
  }

  /** Whether anybody waits for a lock of ours. */
  async isWaitedFor(): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `select 1 from pg_locks
       where locktype = 'advisory' and not granted and database = ${THIS_DATABASE}`,
    );
    return (rowCount ?? 0) > 0;
  }

  /** Ends the connections that hold the books shared, as a restart of Postgres does. */
  async breakLockConnections(): Promise<void> {
    await this.pool.query(
      `select pg_terminate_backend(pid) from pg_locks
       where locktype = 'advisory' and classid = $1 and pid <> pg_backend_pid()
         and database = ${THIS_DATABASE}`,
      [BOOKS_LOCK[0]],
    );
  }

  /** Holds the books alone while `work` runs. */
  async closing<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query('select pg_advisory_xact_lock($1, $2)', [...BOOKS_LOCK]);
      const result = await work(client);
      await client.query('commit');
      return result;
    } finally {
      client.release();
    }
  }
}
