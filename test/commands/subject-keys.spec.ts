import { createSecretKey } from 'node:crypto';
import type pg from 'pg';
import { createPool, migrate } from '../../src/database/index.js';
import { PostgresProcessCheckpoints } from '../../src/modules/billing/index.js';
import {
  KeyVault,
  loadServerSecret,
  PostgresSubjectKeys,
} from '../../src/modules/students/index.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const vaultOf = (byte: number) => new KeyVault(createSecretKey(Buffer.alloc(32, byte)));
const STUDENT = '3d52ae10-0000-4000-8000-000000000001';
const OTHER = '3d52ae10-0000-4000-8000-000000000002';
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

describe('keys in Postgres', () => {
  let database: TestDatabase;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    await migrate(database.url);
    pool = createPool({ connectionString: database.url, name: 'test', connectionsMax: 4 }, quiet);
  }, 30_000);

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('are made once per subject, and found again by another process', async () => {
    const keys = new PostgresSubjectKeys(pool, vaultOf(1));
    await keys.ensure(STUDENT);
    const first = await keys.keyOf(STUDENT);
    await keys.ensure(STUDENT);
    const elsewhere = await new PostgresSubjectKeys(pool, vaultOf(1)).keyOf(STUDENT);
    expect(first !== 'erased' && elsewhere !== 'erased' && first.equals(elsewhere)).toBe(true);
  });

  it('are sealed: the row is no key, and another master key does not open it', async () => {
    await new PostgresSubjectKeys(pool, vaultOf(1)).ensure(STUDENT);
    const { rows } = await pool.query<{ key: Buffer }>('select key from app.subject_key');
    expect(rows[0]?.key).toHaveLength(12 + 32 + 16);
    const stolen = new PostgresSubjectKeys(pool, vaultOf(2));
    await expect(stolen.keyOf(STUDENT)).rejects.toMatchObject({ code: 'master_key_differs' });
  });

  it('belong to their row: a key moved to another subject does not open', async () => {
    const keys = new PostgresSubjectKeys(pool, vaultOf(1));
    await keys.ensure(STUDENT);
    await pool.query(
      `insert into app.subject_key (subject_id, key)
         select $2, key from app.subject_key where subject_id = $1`,
      [STUDENT, OTHER],
    );
    await expect(keys.keyOf(OTHER)).rejects.toMatchObject({ code: 'master_key_differs' });
    await pool.query('delete from app.subject_key where subject_id = $1', [OTHER]);
  });

  it('say that they are gone: never made, or erased', async () => {
    const keys = new PostgresSubjectKeys(pool, vaultOf(1));
    await expect(keys.keyOf(OTHER)).rejects.toMatchObject({ code: 'subject_key_missing' });
    await keys.ensure(OTHER);
    await pool.query(
      'update app.subject_key set key = null, erased_at = now() where subject_id = $1',
      [OTHER],
    );
    expect(await keys.keyOf(OTHER)).toBe('erased');
    expect([...(await keys.keysOf([STUDENT, OTHER])).keys()].sort()).toEqual([STUDENT, OTHER]);
  });

  it('the server secret is drawn once and stays', async () => {
    const secrets = await Promise.all([1, 2, 3].map(() => loadServerSecret(pool, vaultOf(1))));
    const macs = secrets.map((secret) => secret.hmac('reference', 'BT7704'));
    expect(new Set(macs).size).toBe(1);
    expect(macs[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(secrets[0]?.hmac('admission', 'BT7704')).not.toBe(macs[0]);
    await expect(loadServerSecret(pool, vaultOf(2))).rejects.toMatchObject({
      code: 'master_key_differs',
    });
  });

  it('checkpoints of processes are kept by name, the newest alone', async () => {
    const checkpoints = new PostgresProcessCheckpoints(pool);
    expect(await checkpoints.load('receipts')).toBeUndefined();
    await checkpoints.save('receipts', { commit: 1n, prepare: 1n, eventId: STUDENT });
    await checkpoints.save('receipts', { commit: 2n ** 53n, prepare: 7n, eventId: OTHER });
    expect(await checkpoints.load('receipts')).toEqual({
      commit: 2n ** 53n,
      prepare: 7n,
      eventId: OTHER,
    });
  });
});
