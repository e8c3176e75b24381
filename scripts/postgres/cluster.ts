// A Postgres of our own: data in one folder, listening on this machine alone, behind a random password.
// It ends with whoever started it, and whatever a crash leaves behind is mended by the next start.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '../../src/kernel/app-error.js';
import { present } from '../../src/kernel/assert.js';
import { freePort } from '../process/free-port.js';
import { accountFor, giveTo, programEnvironment, type Account } from './account.js';
import { locateBinaries, type Binaries } from './binaries.js';
import { createCluster, SUPERUSER } from './create-cluster.js';
import type { KeeperOrder } from './keeper.js';
import { clusterName, serverState, stopLeftovers } from './leftovers.js';

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

export interface PostgresServer {
  readonly port: number;
  /** Process id of the server itself. */
  readonly pid: number;
  /** Settles when the server is down, with what its keeper said; never rejects. */
  readonly exited: Promise<string>;
  /** Connection string of one database of this server, with the password. */
  url(database: string): string;
  /** Shuts down in order, within 15 seconds. */
  stop(): Promise<void>;
}

const START_WITHIN_MS = 60_000;
const POLL_MS = 20;
const LOG_TAIL_CHARACTERS = 2_000;
const NOT_DURABLE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

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
  const keeper = startKeeper(keeperOrder({ ...options, folder, port }, binaries, account), data);
  const exited = exitOf(keeper);
  const pid = await ready({ keeper, folder });
  return {
    port,
    pid,
    exited,
    url: (database) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      keeper.stdin?.end();
      await exited;
    },
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

function keeperOrder(
  options: PostgresOptions & { port: number },
  { postgres }: Binaries,
  account: Account,
): KeeperOrder {
  const data = path.join(options.folder, 'data');
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'log_checkpoints=off',
    'timezone=UTC',
    'log_timezone=UTC',
    `cluster_name=${clusterName(data)}`,
    ...(options.durable ? [] : NOT_DURABLE),
  ];
  const arguments_ = ['-D', data, '-p', String(options.port)];
  const [command = postgres, ...args] = [...account.prefix, postgres, ...arguments_];
  return {
    command,
    args: [...args, ...settings.flatMap((setting) => ['-c', setting])],
    logFile: logFileOf(options.folder),
    ...(account.id === undefined ? {} : { id: account.id }),
    ...(options.removeAfterwards === true ? { removeAfterwards: options.folder } : {}),
  };
}

function startKeeper(order: KeeperOrder, data: string): ChildProcess {
  const former = serverState(data)?.pid;
  const keeper = fileURLToPath(new URL('./keeper.ts', import.meta.url));
  return spawn(process.execPath, [keeper, JSON.stringify(order)], {
    cwd: '/',
    // Out of the terminal's reach: Ctrl-C is for the one who stops us in order.
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    // A stale state file may name a process that is somebody else's by now. Postgres then takes the
    // file for stale too, as it does for a process that started it, and keeps its other checks.
    env: { ...programEnvironment(), ...(former ? { PG_GRANDPARENT_PID: String(former) } : {}) },
  });
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

/** Waits for the state file of this very server: a former one may have left its own. */
async function ready(server: { keeper: ChildProcess; folder: string }): Promise<number> {
  const { keeper, folder } = server;
  const pid = await firstNumber(keeper);
  for (let waitedMs = 0; pid !== undefined && waitedMs < START_WITHIN_MS; waitedMs += POLL_MS) {
    const state = serverState(path.join(folder, 'data'));
    if (state?.ready === true && state.pid === pid) return pid;
    if (keeper.exitCode !== null || keeper.signalCode !== null) break;
    await delay(POLL_MS);
  }
  keeper.stdin?.end();
  const log = existsSync(logFileOf(folder)) ? readFileSync(logFileOf(folder), 'utf8') : '';
  throw new AppError('unavailable', `Postgres did not start:\n${log.slice(-LOG_TAIL_CHARACTERS)}`, {
    code: 'postgres_failed',
  });
}

async function firstNumber({ stdout }: ChildProcess): Promise<number | undefined> {
  for await (const line of createInterface({ input: present(stdout, 'output of the keeper') })) {
    return Number(line);
  }
  return undefined;
}

function logFileOf(folder: string): string {
  return path.join(folder, 'postgres.log');
}
