// A data directory for whoever works on its books: locked, and with what a restore left half done
// finished.
import { lockDataDirectory, lockOnceFree, type DataDirectoryLock } from './data-directory.js';
import { finishMove } from './restored-books.js';

/** @throws as `lockDataDirectory`. */
export function takeDataDirectory(folder: string): DataDirectoryLock {
  return finished(folder, lockDataDirectory(folder));
}

/** As `takeDataDirectory`, but one that is just stopping is waited for. */
export async function takeOnceFree(
  folder: string,
  say: (text: string) => void,
): Promise<DataDirectoryLock> {
  return finished(folder, await lockOnceFree(folder, say));
}

function finished(folder: string, lock: DataDirectoryLock): DataDirectoryLock {
  try {
    finishMove(folder);
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}
