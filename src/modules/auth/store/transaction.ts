// One transaction on a connection of its own.
import type pg from 'pg';

/**
 * Runs `work` between BEGIN and COMMIT. A connection on which anything failed is not used again:
 * closing it also ends a transaction that could not be rolled back.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await heldConnection(pool);
  let failed = true;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    failed = false;
    return result;
  } finally {
    client.release(failed);
  }
}

/** A connection out of the pool: when it breaks between two statements, the next one fails. */
export async function heldConnection(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  if (client.listenerCount('error') === 0) client.on('error', surfacesAtTheNextStatement);
  return client;
}

/** Without a listener a broken connection would end the process. */
function surfacesAtTheNextStatement(): void {}
