// The Postgres store against the contract of every session store.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { createPool, migrate } from '../../src/database/index.js';
import { PostgresSessionStore } from '../../src/modules/auth/store/postgres-session-store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { listeningLogger } from './auth-app.js';
import { sessionCommitContract } from './session-commit.contract.js';
import { sessionLimitsContract } from './session-limits.contract.js';
import { newSession, type StoreUnderTest } from './stores.js';

describe('sessions in Postgres', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let under: StoreUnderTest;

  beforeAll(async () => {
    database = await createTestDatabase();
    await migrate(database.url);
    const options = { connectionString: database.url, name: 'sessions', connectionsMax: 16 };
    pool = createPool(options, listeningLogger());
    under = storeUnderTest(pool);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  sessionCommitContract(() => under);
  sessionLimitsContract(() => under);

  it('keeps no token, only its SHA-256 (I5)', async () => {
    const session = newSession();
    const userId = await under.createUser();
    await under.store.create(session, { userId, epochSeen: 1 });
    const { rows } = await pool.query<{ token_hash: Buffer }>(
      'select token_hash from app.auth_session where id = $1',
      [session.id],
    );
    expect(rows[0]?.token_hash).toEqual(session.tokenHash);
    expect(session.tokenHash).toHaveLength(32);
  });

  it('empties the data of an ended session at once', async () => {
    const session = newSession();
    await under.store.create(session, { userId: await under.createUser(), epochSeen: 1 });
    await under.store.patch(session.id, { set: { draft: 'text' }, unset: [] });
    await under.store.revoke(session.id, 'logout');
    const { rows } = await pool.query('select data from app.auth_session where id = $1', [
      session.id,
    ]);
    expect(rows).toEqual([{ data: {} }]);
  });

  it('keeps why a session ended: the sixth log-in ended the first', async () => {
    const userId = await under.createUser();
    const sessions = Array.from({ length: 6 }, () => newSession());
    for (const each of sessions) await under.store.create(each, { userId, epochSeen: 1 });
    const { rows } = await pool.query(
      'select id, revoke_reason from app.auth_session where user_id = $1 and revoked_at is not null',
      [userId],
    );
    expect(rows).toEqual([{ id: sessions[0]?.id, revoke_reason: 'too_many' }]);
  });

  it('asks once for loads that wait together', async () => {
    const statements: string[] = [];
    const counting = {
      query: (query: { name: string }) => {
        statements.push(query.name);
        return pool.query(query as never);
      },
    };
    const store = new PostgresSessionStore(counting as never);
    const hashes = Array.from({ length: 30 }, () => newSession().tokenHash);
    const loaded = await Promise.all(hashes.map((hash) => store.load(hash)));
    expect(loaded).toEqual(hashes.map(() => ({ gone: 'unknown' })));
    expect(statements).toEqual(['session-load']);
  });

  it('a touch does not wait for a row that another transaction holds', async () => {
    const session = newSession();
    await under.store.create(session, { userId: await under.createUser(), epochSeen: 1 });
    const holder = await pool.connect();
    await holder.query('begin');
    await holder.query('select 1 from app.auth_session where id = $1 for update', [session.id]);
    expect(await under.store.touch(session.id, 0)).toBe('skipped');
    await holder.query('rollback');
    holder.release();
  });
});

function storeUnderTest(pool: pg.Pool): StoreUnderTest {
  return {
    store: new PostgresSessionStore(pool),
    async createUser() {
      const id = randomUUID();
      await pool.query(
        `insert into app.app_user (id, username, display_name, password_hash, roles)
         values ($1, $2, 'Test', 'none', '{cashier}')`,
        [id, `user-${id}`],
      );
      return id;
    },
    async disableUser(userId) {
      await pool.query('update app.app_user set disabled_at = now() where id = $1', [userId]);
    },
    async age(sessionId, seconds) {
      await pool.query(
        `update app.auth_session set created_at = created_at - make_interval(secs => $2),
           last_seen_at = last_seen_at - make_interval(secs => $2),
           idle_expires_at = idle_expires_at - make_interval(secs => $2),
           absolute_expires_at = absolute_expires_at - make_interval(secs => $2),
           revoked_at = revoked_at - make_interval(secs => $2)
         where id = $1`,
        [sessionId, seconds],
      );
    },
  };
}
