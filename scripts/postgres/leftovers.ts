// Servers that outlived their keeper. Two servers on one data directory destroy it, so whatever still
// runs there is stopped before a new one starts; what merely has an old process id is left alone.
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { AppError } from '../../src/kernel/app-error.js';
import { errorCode } from '../process/error-code.js';
import { noneRemains, runningProcesses, signal } from '../process/running-processes.js';

/** How long each way of asking is given, mildest first. */
const SHUTDOWNS = [
  { name: 'SIGINT', withinMs: 10_000 },
  { name: 'SIGQUIT', withinMs: 3_000 },
  { name: 'SIGKILL', withinMs: 2_000 },
] as const;

/** Name of the server of a data directory; every process of it carries the name in its title. */
export function clusterName(dataDirectory: string): string {
  const digest = createHash('sha256').update(path.resolve(dataDirectory)).digest('hex');
  return `bursar-${digest.slice(0, 16)}`;
}

/**
 * Stops every process that a former server of this data directory left behind.
 * @returns the process ids that were stopped; none on most starts.
 * @throws AppError `unavailable` (`leftover_server`) if one of them can't be ended.
 */
export async function stopLeftovers(dataDirectory: string): Promise<readonly number[]> {
  const found = serverProcesses(dataDirectory);
  if (found.all.length === 0) return [];
  // Without its postmaster a process can't shut down in order: the first, mild request is left out.
  for (const { name, withinMs } of found.postmasters.length > 0 ? SHUTDOWNS : SHUTDOWNS.slice(1)) {
    const { postmasters, all } = serverProcesses(dataDirectory);
    signal(postmasters.length > 0 ? postmasters : all, name);
    if (await noneRemains(() => serverProcesses(dataDirectory).all, withinMs)) return found.all;
  }
  const remaining = serverProcesses(dataDirectory).all.join(', ');
  throw new AppError(
    'unavailable',
    `A Postgres server (process ${remaining}) still uses ${dataDirectory} and could not be stopped. ` +
      'End it, then start again.',
    { code: 'leftover_server' },
  );
}

/** What the server itself says of its state; `undefined` when there is no state file. */
export function serverState(dataDirectory: string): { pid: number; ready: boolean } | undefined {
  try {
    const lines = readFileSync(path.join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function serverProcesses(dataDirectory: string): { postmasters: number[]; all: number[] } {
  const title = `postgres: ${clusterName(dataDirectory)}:`;
  const option = `\0-D\0${path.resolve(dataDirectory)}\0`;
  const commands = runningProcesses();
  const postmasters = commands.filter(
    ({ command }) => isServer(command) && command.includes(option),
  );
  const others = commands.filter(({ command }) => command.startsWith(title));
  const ids = (list: typeof commands) => list.map(({ pid }) => pid);
  return { postmasters: ids(postmasters), all: ids([...postmasters, ...others]) };
}

function isServer(command: string): boolean {
  return path.basename(command.split('\0', 1)[0] ?? '') === 'postgres';
}
