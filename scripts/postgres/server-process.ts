// The server as a process: with its keeper, out of the terminal's reach, until it takes connections.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../src/kernel/app-error.js';
import { present } from '../../src/kernel/assert.js';
import { exitOf } from '../process/exit-of.js';
import { tailOf } from '../process/log-file.js';
import { plainEnvironment } from '../process/tools.js';
import type { Account } from './account.js';
import type { KeeperOrder } from './keeper.js';
import { clusterName, serverState } from './leftovers.js';

export interface ServerPlan {
  /** The program. */
  postgres: string;
  account: Account;
  /** Holds `data` and gets the log. */
  folder: string;
  port: number;
  durable: boolean;
  removeAfterwards?: boolean;
}

export interface ServerProcess {
  readonly pid: number;
  /** Settles when the server is down, with what its keeper said; never rejects. */
  readonly exited: Promise<string>;
  stop(): Promise<void>;
}

const START_WITHIN_MS = 60_000;
const POLL_MS = 20;
/** What is committed survives the end of the server, but not that of the machine. */
const NOT_DURABLE = ['fsync=off', 'full_page_writes=off'];

/** @throws AppError `unavailable` (`postgres_failed`) with the end of its log. */
export async function startServer(plan: ServerPlan): Promise<ServerProcess> {
  const keeper = startKeeper(plan);
  const exited = exitOf(keeper);
  const stop = async () => {
    keeper.stdin?.end();
    await exited;
  };
  const pid = await readyServer(plan, keeper);
  if (pid !== undefined) return { pid, exited, stop };
  await stop();
  throw new AppError('unavailable', `Postgres did not start:\n${tailOf(logFileOf(plan))}`, {
    code: 'postgres_failed',
  });
}

function startKeeper(plan: ServerPlan): ChildProcess {
  const former = serverState(dataOf(plan))?.pid;
  const keeper = fileURLToPath(new URL('./keeper.ts', import.meta.url));
  return spawn(process.execPath, [keeper, JSON.stringify(orderFor(plan))], {
    cwd: '/',
    // Ctrl-C is for the one who stops us in order, so it must not reach the server by itself.
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    // A stale state file may name a process that is somebody else's by now. Postgres then takes the
    // file for stale too, as it does for a process that started it, and keeps its other checks.
    env: { ...plainEnvironment(), ...(former ? { PG_GRANDPARENT_PID: String(former) } : {}) },
  });
}

function orderFor(plan: ServerPlan): KeeperOrder {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'log_checkpoints=off',
    'timezone=UTC',
    'log_timezone=UTC',
    `cluster_name=${clusterName(dataOf(plan))}`,
    ...(plan.durable ? [] : NOT_DURABLE),
  ];
  const place = ['-D', dataOf(plan), '-p', String(plan.port)];
  const [command = plan.postgres, ...args] = [...plan.account.prefix, plan.postgres, ...place];
  return {
    command,
    args: [...args, ...settings.flatMap((setting) => ['-c', setting])],
    logFile: logFileOf(plan),
    ...(plan.account.id === undefined ? {} : { id: plan.account.id }),
    ...(plan.removeAfterwards === true ? { removeAfterwards: plan.folder } : {}),
  };
}

/** Waits for the state file of this very server: a former one may have left its own. */
async function readyServer(plan: ServerPlan, keeper: ChildProcess): Promise<number | undefined> {
  const pid = await firstNumber(keeper);
  for (let waitedMs = 0; pid !== undefined && waitedMs < START_WITHIN_MS; waitedMs += POLL_MS) {
    const state = serverState(dataOf(plan));
    if (state?.ready === true && state.pid === pid) return pid;
    if (keeper.exitCode !== null || keeper.signalCode !== null) break;
    await delay(POLL_MS);
  }
  return undefined;
}

async function firstNumber({ stdout }: ChildProcess): Promise<number | undefined> {
  for await (const line of createInterface({ input: present(stdout, 'output of the keeper') })) {
    return Number(line);
  }
  return undefined;
}

function dataOf({ folder }: ServerPlan): string {
  return path.join(folder, 'data');
}

function logFileOf({ folder }: ServerPlan): string {
  return path.join(folder, 'postgres.log');
}
