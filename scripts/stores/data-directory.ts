// The folder that holds an instance: one process at a time may use it.
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../src/kernel/app-error.js';
import { errorCode, messageOf } from '../process/error-code.js';

const INSTANCE = z.object({
  pid: z.number(),
  url: z.string(),
  databaseUrl: z.string(),
  eventStoreUrl: z.string(),
});

/** Where a running instance can be reached; kept in `instance.json`, which only its owner can read. */
export type Instance = z.output<typeof INSTANCE>;

export interface DataDirectoryLock {
  release(): void;
}

/** `errcode` of SQLite for a file that another process has locked. */
const SQLITE_BUSY = 5;
/** A stop in order is done within this time, a start has told its addresses. */
const SETTLED_WITHIN_MS = 20_000;
const POLL_MS = 100;

/**
 * Takes the folder for this process, and makes it if it is missing. The system gives the lock back
 * when the process ends, however it ends.
 * @throws AppError `conflict` (`data_directory_in_use`) if another process has it; `unavailable`
 *   (`data_directory_unusable`) if this account can't write there.
 */
export function lockDataDirectory(folder: string): DataDirectoryLock {
  const lock = tryLockDataDirectory(folder);
  if (lock !== undefined) return lock;
  const running = runningInstance(folder);
  const who = running === undefined ? 'another process' : `process ${running.pid} (${running.url})`;
  throw new AppError(
    'conflict',
    `${folder} is in use by ${who}. Stop that one first, or set DATA_DIR to another folder.`,
    { code: 'data_directory_in_use' },
  );
}

/**
 * As `lockDataDirectory`, but one that is just stopping is waited for: whoever restarts an instance
 * need not know when the former one is gone.
 * @param say  Told once, when there is something to wait for.
 */
export async function lockOnceFree(
  folder: string,
  say: (text: string) => void,
): Promise<DataDirectoryLock> {
  for (let waitedMs = 0; waitedMs < SETTLED_WITHIN_MS; waitedMs += POLL_MS) {
    const lock = tryLockDataDirectory(folder);
    if (lock !== undefined) return lock;
    if (runningInstance(folder) !== undefined) break;
    if (waitedMs === 0)
      say(`${folder} is in use by a process that starts or stops; waiting for it`);
    await delay(POLL_MS);
  }
  return lockDataDirectory(folder);
}

/** As `lockDataDirectory`; `undefined` if another process has it. */
export function tryLockDataDirectory(folder: string): DataDirectoryLock | undefined {
  makeUsable(folder);
  const database = new DatabaseSync(path.join(folder, 'instance.lock'));
  try {
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return;
    throw error;
  }
  return { release: () => database.close() };
}

/** Whether a process has the folder at this moment; makes nothing. */
export function isInUse(folder: string): boolean {
  if (!existsSync(path.join(folder, 'instance.lock'))) return false;
  const lock = tryLockDataDirectory(folder);
  lock?.release();
  return lock === undefined;
}

/** The instance that serves from the folder; what one that crashed has left there is none. */
export function runningInstance(folder: string): Instance | undefined {
  const file = instanceFile(folder);
  if (!existsSync(file)) return undefined;
  const instance = INSTANCE.parse(JSON.parse(readFileSync(file, 'utf8')));
  return isRunning(instance.pid) ? instance : undefined;
}

export function writeInstance(folder: string, instance: Instance): void {
  const unfinished = `${instanceFile(folder)}.unfinished`;
  writeFileSync(unfinished, `${JSON.stringify(instance, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, instanceFile(folder));
}

export function removeInstance(folder: string): void {
  rmSync(instanceFile(folder), { force: true });
}

function makeUsable(folder: string): void {
  try {
    // Others may pass through, as the database's account must; they can list nothing.
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new AppError(
      'unavailable',
      `The data directory ${folder} can't be used: ${messageOf(error)}. ` +
        'Let this account write there, or set DATA_DIR to another folder.',
      { code: 'data_directory_unusable', cause: error },
    );
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another account's process runs too, although we may not signal it.
    return errorCode(error) === 'EPERM';
  }
}

function instanceFile(folder: string): string {
  return path.join(folder, 'instance.json');
}
