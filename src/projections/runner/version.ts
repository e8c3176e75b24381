// Which version of the read models serves. Version n lives in schema `rm_<n>`; one row in `app` says
// which one readers use, so a rebuild is finished by changing a number.
import type { Pool, PoolClient } from 'pg';

const VERSIONS_LOCK = 7_302_004;

/** What statements run on: the pool, or one transaction's connection. */
export type Queryable = Pick<Pool | PoolClient, 'query'>;

/** Name of the schema of a version. */
export function schemaOf(version: number): string {
  return `rm_${version}`;
}

/** The version that readers use; undefined when none was ever built or it was dropped. */
export async function servedVersion(database: Queryable): Promise<number | undefined> {
  const { rows } = await database.query<{ version: number }>(
    `select version from app.read_model
     where to_regclass(format('rm_%s.checkpoint', version)) is not null`,
  );
  return rows[0]?.version;
}

/** Makes a version the one that readers use, from the end of this transaction on. */
export async function serveVersion(database: Queryable, version: number): Promise<void> {
  await database.query(
    `insert into app.read_model (id, version) values (1, $1)
     on conflict (id) do update set version = excluded.version, served_since = now()`,
    [version],
  );
}

/**
 * Runs a transaction in which nobody else makes, serves or drops a version: a projector that begins
 * and a rebuild may meet.
 */
export async function changingVersions<T>(
  pool: Pool,
  change: (transaction: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let failed = true;
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [VERSIONS_LOCK]);
    const result = await change(client);
    await client.query('commit');
    failed = false;
    return result;
  } finally {
    // A connection that is closed rolls its transaction back, also one that can't be asked to.
    client.release(failed);
  }
}

/** Drops every version but the one that readers use. */
export async function dropUnserved(pool: Pool): Promise<void> {
  await changingVersions(pool, async (transaction) => {
    const served = await servedVersion(transaction);
    for (const version of await versionsOf(transaction)) {
      if (version !== served) await transaction.query(`drop schema ${schemaOf(version)} cascade`);
    }
  });
}

/** A number that no schema has: one above the highest `rm_<n>` that exists. */
export async function nextVersion(database: Queryable): Promise<number> {
  return Math.max(0, ...(await versionsOf(database))) + 1;
}

async function versionsOf(database: Queryable): Promise<number[]> {
  const { rows } = await database.query<{ version: number }>(
    `select substring(nspname from 4)::int as version
     from pg_namespace where nspname ~ '^rm_[0-9]{1,8}$'`,
  );
  return rows.map(({ version }) => version);
}

const UNDEFINED_TABLE = '42P01';
const UNDEFINED_SCHEMA = '3F000';

/** Whether a statement failed because its version of the read models is gone. */
export function isMissingReadModel(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === UNDEFINED_TABLE || error.code === UNDEFINED_SCHEMA)
  );
}
