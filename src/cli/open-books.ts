// What a command of the command line needs: the log, the keys and a pool; no server.
import { pino } from 'pino';
import type pg from 'pg';
import { createPool } from '../database/index.js';
import { createEventStore, EventRegistry, type EventStore } from '../eventstore/index.js';
import { AppError } from '../kernel/app-error.js';
import { loadConfig } from '../kernel/config.js';
import type { ServerSecret } from '../kernel/server-secret.js';
import { BILLING_EVENTS } from '../modules/billing/index.js';
import {
  KeyVault,
  loadServerSecret,
  masterKey,
  PostgresSubjectKeys,
  STUDENT_EVENTS,
} from '../modules/students/index.js';

export interface Books {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly pool: pg.Pool;
  readonly keys: PostgresSubjectKeys;
  readonly secret: ServerSecret;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

const CONNECTIONS_MAX = 4;

/**
 * @throws AppError `invalid` (`bad_configuration`); `internal` (`master_key_differs`); what
 *   Postgres says when it is not there.
 */
export async function openBooks(env: NodeJS.ProcessEnv): Promise<Books> {
  const config = loadConfig(env);
  const { DATABASE_URL, ESDB_URL } = config;
  if (DATABASE_URL === undefined || ESDB_URL === undefined) {
    throw new AppError('invalid', 'DATABASE_URL and ESDB_URL are needed here.', {
      code: 'bad_configuration',
    });
  }
  const vault = new KeyVault(masterKey(config));
  const logger = pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true }));
  const options = { connectionString: DATABASE_URL, connectionsMax: CONNECTIONS_MAX };
  const pool = createPool({ ...options, name: 'bursar cli' }, logger);
  const store = createEventStore({ connectionString: ESDB_URL });
  return {
    store,
    registry: new EventRegistry([...STUDENT_EVENTS, ...BILLING_EVENTS]),
    pool,
    keys: new PostgresSubjectKeys(pool, vault),
    secret: await loadServerSecret(pool, vault),
    databaseUrl: DATABASE_URL,
    async close() {
      await Promise.all([store.close(), pool.end()]);
    },
  };
}
