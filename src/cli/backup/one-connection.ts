// One connection to Postgres for one piece of work.
import pg from 'pg';

/**
 * @param name  Shown in `pg_stat_activity`.
 * @throws what Postgres says; what ended the connection, where the work did not notice.
 */
export async function onOneConnection<T>(
  databaseUrl: string,
  name: string,
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: name });
  let lost: Error | undefined;
  client.on('error', (error) => {
    lost = error;
  });
  await client.connect();
  try {
    const result = await work(client);
    if (lost !== undefined) throw lost;
    return result;
  } finally {
    await client.end();
  }
}
