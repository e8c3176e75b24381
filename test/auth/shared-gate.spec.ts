// The shared gate: who goes in together, who waits for whom, and that no effect comes after an
// acknowledged log-out or a closing.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
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
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { listeningLogger } from './auth-app.js';
import { raced, raceSeed, randomFrom, type Random } from './random.js';
import { newSession } from './stores.js';

const RACES = 240;
const seed = raceSeed();

describe('the shared gate', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let store: PostgresSessionStore;
  let locks: SessionLocks;
  const logger = listeningLogger();

  beforeAll(async () => {
    database = await createTestDatabase();
    await migrate(database.url);
    const options = { connectionString: database.url, name: 'gate', connectionsMax: 12 };
    pool = createPool(options, logger);
    store = new PostgresSessionStore(pool);
    locks = new SessionLocks(pool, logger);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const gate = (over: Partial<SharedGateOptions> = {}) =>
    new SharedGate(pool, logger, { ...SHARED_GATE_OPTIONS, ...over });

  async function session(): Promise<Uuid> {
    const userId = randomUUID();
    await pool.query(
      `insert into app.app_user (id, username, display_name, password_hash, roles)
       values ($1, $2, 'Test', 'none', '{cashier}')`,
      [userId, userId],
    );
    const made = newSession();
    await store.create(made, { userId, epochSeen: 1 });
    return made.id;
  }

  /** Revocation, then quiet: what a log-out does before it answers. */
  async function logOut(sessionId: Uuid): Promise<void> {
    await store.revoke(sessionId, 'logout');
    await locks.untilQuiet([sessionId]);
  }

  const openTransactions = async () => {
    const { rows } = await pool.query<{ held: bigint }>(
      `select count(distinct pid) as held from pg_locks
       where locktype = 'advisory' and classid = $1 and mode = 'ShareLock'
         and database = (select oid from pg_database where datname = current_database())`,
      [BOOKS_LOCK[0]],
    );
    return rows[0]?.held;
  };

  it('lets commands that wait together in through one transaction', async () => {
    const shared = gate();
    const ids = await Promise.all([session(), session(), session()]);
    const passages = await Promise.all([...ids, ids[0]].map((id) => shared.enter(id)));
    expect(await openTransactions()).toBe(1n);
    expect(passages.map((each) => each.session)).toEqual(
      Array.from({ length: 4 }, () => ({ roles: ['cashier'] })),
    );
    for (const { leave } of passages) leave();
  });

  it('holds the locks until the last one has left', async () => {
    const shared = gate();
    const id = await session();
    const [first, last] = await Promise.all([shared.enter(id), shared.enter(await session())]);
    first.leave();
    first.leave();
    expect(await openTransactions()).toBe(1n);
    last.leave();
    await shared.enter(undefined).then(({ leave }) => leave());
    await logOut(id);
  });

  it('gives the locks back after its time, whoever is still in', async () => {
    const shared = gate({ groupMillisecondsMax: 50 });
    const id = await session();
    const passage = await shared.enter(id);
    await logOut(id);
    passage.leave();
    expect((await shared.enter(id)).session).toEqual({ gone: 'revoked' });
  });

  it('tells what became of a session: revoked, expired, unknown', async () => {
    const shared = gate();
    const [revoked, expired] = [await session(), await session()];
    await store.revoke(revoked, 'ended');
    await pool.query('update app.auth_session set idle_expires_at = now() where id = $1', [
      expired,
    ]);
    const passages = await Promise.all(
      [revoked, expired, randomUUID()].map((id) => shared.enter(id)),
    );
    expect(passages.map((each) => each.session)).toEqual([
      { gone: 'revoked' },
      { gone: 'expired' },
      { gone: 'unknown' },
    ]);
    for (const { leave } of passages) leave();
  });

  it('a log-out waits for the command that is in, and for no other', async () => {
    const shared = gate();
    const [inside, other] = [await session(), await session()];
    const passage = await shared.enter(inside);
    const order: string[] = [];
    const loggedOut = logOut(inside).then(() => order.push('log-out answered'));
    while (!(await isWaitedFor())) await pause(2);
    const unhindered = await shared.enter(other);
    order.push('another went through');
    unhindered.leave();
    const late = shared.enter(inside).then((each) => {
      each.leave();
      return each.session;
    });
    order.push('effect');
    passage.leave();
    await loggedOut;
    expect(order).toEqual(['another went through', 'effect', 'log-out answered']);
    expect(await late).toEqual({ gone: 'revoked' });
  });

  it('reads what is closed under the lock: nothing enters while a closing has it', async () => {
    const shared = gate();
    const closer = await pool.connect();
    await closer.query('begin');
    await closer.query('select pg_advisory_xact_lock($1, $2)', [...BOOKS_LOCK]);
    const waiting = shared.enter(await session());
    await closer.query("update app.books_gate set closed_through = '2026-03-31'");
    await closer.query('commit');
    closer.release();
    const passage = await waiting;
    expect(passage.closedThrough).toBe('2026-03-31');
    passage.leave();
  });

  it('is busy, and nothing was done, when a closing takes too long', async () => {
    const shared = gate({ lockWaitMillisecondsMax: 30 });
    const closer = await pool.connect();
    await closer.query('begin');
    await closer.query('select pg_advisory_xact_lock($1, $2)', [...BOOKS_LOCK]);
    await expect(shared.enter(await session())).rejects.toMatchObject({
      code: 'busy',
      extra: { effect: 'none' },
    });
    await closer.query('rollback');
    closer.release();
  });

  it('logs that the locks were lost with their connection, and goes on', async () => {
    const shared = gate();
    const passage = await shared.enter(await session());
    await pool.query(
      `select pg_terminate_backend(pid) from pg_locks
       where locktype = 'advisory' and classid = $1 and pid <> pg_backend_pid()
         and database = (select oid from pg_database where datname = current_database())`,
      [BOOKS_LOCK[0]],
    );
    passage.leave();
    const next = await shared.enter(await session());
    next.leave();
    while (!logger.lines.some(({ level }) => level === 'error')) await pause(2);
    expect(logger.lines.map(({ message }) => message)).toContain(
      'the locks of a group of commands were lost',
    );
  });

  it('the system’s own work enters without a session', async () => {
    const passage = await gate().enter(undefined);
    expect(passage.session).toBeUndefined();
    passage.leave();
  });

  it(`no effect after an acknowledged log-out in ${RACES} races (seed ${seed})`, async () => {
    const random = randomFrom(seed);
    const shared = gate();
    const outcomes = { effects: 0, refused: 0, late: 0 };
    for (let race = 0; race < RACES; race += 8) {
      await Promise.all(
        Array.from({ length: 8 }, async () =>
          commandsAgainstLogOut(shared, await session(), { random, outcomes }),
        ),
      );
    }
    expect(outcomes.late).toBe(0);
    expect(outcomes.effects + outcomes.refused).toBe(RACES * 2);
    expect(outcomes.refused).toBeGreaterThan(0);
    expect(outcomes.effects).toBeGreaterThan(0);
  });

  interface Races {
    readonly random: Random;
    readonly outcomes: { effects: number; refused: number; late: number };
  }

  /** Two commands of one session against its log-out. */
  async function commandsAgainstLogOut(
    shared: SharedGate,
    id: Uuid,
    { random, outcomes }: Races,
  ): Promise<void> {
    let acknowledged = false;
    const command = async () => {
      const passage = await shared.enter(id);
      if (passage.session === undefined || 'gone' in passage.session) outcomes.refused += 1;
      else {
        await pause(random.below(4));
        if (acknowledged) outcomes.late += 1;
        outcomes.effects += 1;
      }
      passage.leave();
    };
    await raced(
      random,
      () => Promise.all([command(), command()]),
      () => logOut(id).then(() => (acknowledged = true)),
    );
  }

  async function isWaitedFor(): Promise<boolean> {
    const { rowCount } = await pool.query(
      `select 1 from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    return (rowCount ?? 0) > 0;
  }
});
