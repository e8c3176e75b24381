// A database of its own for each suite, on the server of the run; a suite that is run alone brings
// its own server.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startThrowAwayPostgres } from '../../scripts/postgres/throw-away.js';

export interface TestDatabase {
  /** Connection string of an empty database; its user may do everything. */
  url: string;
  /** Removes the database, whoever is still connected to it. */
  drop(): Promise<void>;
}

/**
 * An empty database that nobody else uses, sorted like the product's (ICU, root order).
 * Uses the server of `TEST_DATABASE_URL`; without it starts a throw-away one (about a second).
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return createOn(given);
  const server = await startThrowAwayPostgres();
  const database = await createOn(server.url('postgres'));
  return { url: database.url, drop: () => server.stop() };
}

async function createOn(adminUrl: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await run(adminUrl, `CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
