// A Postgres for one run of the tests: nothing of it is meant to last, and nothing of it remains.
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres, type PostgresServer } from './cluster.js';

/** Starts an empty server in a temporary folder, which goes with the server, however it ends. */
export function startThrowAwayPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bursar-postgres-'));
  chmodSync(folder, 0o711);
  return startPostgres({ folder, durable: false, removeAfterwards: true });
}
