// What autovacuum does within a minute or so, done at once: a school that has run for a while has
// statistics, and a bench that measures the planner's guesses about empty tables measures the wrong thing.
import pg from 'pg';

/** Vacuums and analyses every table of a database. */
export async function analyse(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}
