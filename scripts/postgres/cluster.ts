// A Postgres of our own: data in one folder, listening on this machine alone, behind a random password.
// It ends with whoever started it, and whatever a crash leaves behind is mended by the next start.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { freePort } from '../process/free-port.js';
import { accountFor, giveTo } from './account.js';
import { locateBinaries } from './binaries.js';
import { createCluster, SUPERUSER } from './create-cluster.js';
import { stopLeftovers } from './leftovers.js';
import { startServer, type ServerProcess } from './server-process.js';

export interface PostgresOptions {
  /** Holds the data (`data`), the password and the log. Made if it is missing, never moved. */
  folder: string;
  /** Off for tests alone: a power cut then loses the data. */
  durable: boolean;
  /** Absent: any free port. */
  port?: number;
  /** Remove the folder once the server has ended, however it ended. */
  removeAfterwards?: boolean;
}

export interface PostgresServer extends ServerProcess {
  readonly port: number;
  /** Connection string of one database of this server, with the password. */
  url(database: string): string;
}

/**
 * Starts the server of a folder and waits until it takes connections.
 * @throws AppError `unavailable`: `no_embedded_postgres`, `closed_folder`, `foreign_data`,
 *   `leftover_server`, `postgres_failed` (with the end of its log).
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const folder = path.resolve(options.folder);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const binaries = locateBinaries();
  const account = accountFor([folder, binaries.folder]);
  const data = path.join(folder, 'data');
  await stopLeftovers(data);
  const password = await createCluster({ folder, binaries, account, durable: options.durable });
  giveTo(account, data);

  const port = options.port ?? (await freePort());
  const { postgres } = binaries;
  const server = await startServer({ ...options, folder, port, postgres, account });
  return {
    ...server,
    port,
    url: (database) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`,
  };
}

/**
 * Makes a database unless it is there.
 * @param name  Ours, never a person's input.
 */
export async function ensureDatabase(server: PostgresServer, name: string): Promise<void> {
  const client = new pg.Client(server.url('postgres'));
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
