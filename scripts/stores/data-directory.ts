// The folder that holds an instance: one process at a time may use it.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { AppError } from '../../src/kernel/app-error.js';

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

/**
 * Takes the folder for this process, and makes it if it is missing. The system gives the lock back
 * when the process ends, however it ends.
 * @throws AppError `conflict` (`data_directory_in_use`) if another process has it.
 */
export function lockDataDirectory(folder: string): DataDirectoryLock {
  const lock = tryLockDataDirectory(folder);
  if (lock !== undefined) return lock;
  const running = readInstance(folder);
  const who = running === undefined ? 'another process' : `process ${running.pid} (${running.url})`;
  throw new AppError(
    'conflict',
    `${folder} is in use by ${who}. Stop that one first, or set DATA_DIR to another folder.`,
    { code: 'data_directory_in_use' },
  );
}

/** As `lockDataDirectory`; `undefined` if another process has it. */
export function tryLockDataDirectory(folder: string): DataDirectoryLock | undefined {
  // Others may pass through, as the database's account must; they can list nothing.
  mkdirSync(folder, { recursive: true, mode: 0o711 });
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

/** What the instance of the folder, or the last one that crashed there, said of itself. */
export function readInstance(folder: string): Instance | undefined {
  const file = instanceFile(folder);
  return existsSync(file) ? INSTANCE.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

export function writeInstance(folder: string, instance: Instance): void {
  const unfinished = `${instanceFile(folder)}.unfinished`;
  writeFileSync(unfinished, `${JSON.stringify(instance, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, instanceFile(folder));
}

export function removeInstance(folder: string): void {
  rmSync(instanceFile(folder), { force: true });
}

function instanceFile(folder: string): string {
  return path.join(folder, 'instance.json');
}
