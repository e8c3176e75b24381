// The data directory belongs to one server at a time, on a disk whose locks and syncs can be trusted.
// The lock is a file lock held by an open SQLite transaction: the system frees it when the process
// dies, however it dies, so there is never a stale one to clean up.
import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DirectoryInUseError } from './errors.js';

/** Magic numbers of statfs(2) on Linux; locks and syncs of these are not those of a local disk. */
const NETWORK_FILE_SYSTEMS = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB2'],
  [0xff534d42, 'CIFS'],
  [0x5346414f, 'AFS'],
  [0x73757245, 'Coda'],
  [0x01021997, '9P'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
]);

export interface DataDirectory {
  readonly databasePath: string;
  release(): void;
}

/**
 * Takes the directory, creating it if needed, until `release`.
 * @throws DirectoryInUseError if another server has it; Error on a network file system.
 */
export function takeDirectory(directory: string): DataDirectory {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const network = networkFileSystem(statfsSync(directory).type);
  if (network !== undefined)
    throw new Error(`${directory} is on ${network}: the event store needs a local disk`);
  const lock = lockFile(join(directory, 'lock'), directory);
  return { databasePath: join(directory, 'events.db'), release: () => lock.close() };
}

/** The name of a network file system, or undefined for one that may hold the log. */
export function networkFileSystem(type: number, platform = process.platform): string | undefined {
  return platform === 'linux' ? NETWORK_FILE_SYSTEMS.get(type >>> 0) : undefined;
}

function lockFile(path: string, directory: string): DatabaseSync {
  const lock = new DatabaseSync(path);
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    const isLocked = error instanceof Error && /locked|busy/i.test(error.message);
    throw isLocked ? new DirectoryInUseError(directory) : error;
  }
}
