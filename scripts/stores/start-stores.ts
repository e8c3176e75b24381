// Both stores of an instance, without the app: for tests, benches and the command line.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureDatabase, startPostgres, type PostgresServer } from '../postgres/cluster.js';
import { startEventStore, type EventStoreServer } from './event-store.js';
import { takeDataDirectory } from './take-data-directory.js';

export const DATABASE = 'bursar';

export interface StoresOptions {
  /** Absent: a temporary folder, removed at the stop. */
  dataDir?: string;
  /** Off: nothing waits for the disk. For tests alone. */
  durable: boolean;
  /** A store whose URL is set here (`DATABASE_URL`, `ESDB_URL`) is used, not started. */
  env?: NodeJS.ProcessEnv;
}

export interface Stores {
  databaseUrl: string;
  eventStoreUrl: string;
  /** Process ids of the stores that were started here. */
  processes: { postgres?: number; eventStore?: number };
  /** Stops what was started here, in order, and gives the folder back. */
  stop(): Promise<void>;
}

/**
 * Starts the stores that are not configured, and holds the data directory as long as they run.
 * @throws AppError `conflict` (`data_directory_in_use`), or `unavailable` with what did not start.
 */
export async function startStores({ dataDir, durable, env = {} }: StoresOptions): Promise<Stores> {
  const folder = dataDir ?? temporaryFolder();
  const lock = takeDataDirectory(folder);
  const started = await Promise.allSettled([
    env['DATABASE_URL'] ? undefined : startDatabase({ folder, durable }),
    env['ESDB_URL'] ? undefined : startEvents({ folder, durable }),
  ]);
  const [database, events] = started;
  const postgres = database.status === 'fulfilled' ? database.value : undefined;
  const eventStore = events.status === 'fulfilled' ? events.value : undefined;
  const stop = async () => {
    await eventStore?.stop();
    await postgres?.stop();
    lock.release();
    if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
  };
  for (const outcome of started) {
    if (outcome.status === 'fulfilled') continue;
    await stop();
    throw outcome.reason;
  }
  return {
    databaseUrl: postgres?.url(DATABASE) ?? env['DATABASE_URL'] ?? '',
    eventStoreUrl: eventStore?.ready.connectionString ?? env['ESDB_URL'] ?? '',
    processes: {
      ...(postgres === undefined ? {} : { postgres: postgres.pid }),
      ...(eventStore === undefined ? {} : { eventStore: eventStore.pid }),
    },
    stop,
  };
}

/** Starts the Postgres of a data directory, with the product's database in it. */
export async function startDatabase(options: {
  folder: string;
  durable: boolean;
  port?: number;
}): Promise<PostgresServer> {
  const server = await startPostgres({ ...options, folder: path.join(options.folder, 'postgres') });
  await ensureDatabase(server, DATABASE);
  return server;
}

/** Starts the event store of a data directory. */
export function startEvents(options: {
  folder: string;
  durable: boolean;
  port?: number;
}): Promise<EventStoreServer> {
  const dataDirectory = path.join(options.folder, 'events');
  return startEventStore({ port: 0, ...options, dataDirectory });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bursar-stores-'));
  chmodSync(folder, 0o711);
  return folder;
}
