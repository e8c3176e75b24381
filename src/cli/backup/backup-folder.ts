// The folder that a back-up is written to. What marks it as whole comes last, so one that was cut
// short is never taken for a back-up.
import { open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../kernel/app-error.js';
import { makeFolder, fingerprintOf, inWords, syncFolder } from './files.js';
import { LOG_FILE, MANIFEST_FILE, type BackedUpFile, type Manifest } from './manifest.js';

const UNFINISHED = `${MANIFEST_FILE}.unfinished`;
const ROOMS = ['log', 'app'];

export class BackupFolder {
  private constructor(readonly path: string) {}

  /**
   * Takes an absent or empty folder for a back-up.
   * @throws AppError `conflict` (`backup_folder_not_empty`); `unavailable` (`folder_unusable`).
   */
  static async begin(folder: string): Promise<BackupFolder> {
    const backup = new BackupFolder(path.resolve(folder));
    await backup.writing(async () => {
      await makeFolder(backup.path);
      const entries = await readdir(backup.path);
      // A disk of its own has this in its root.
      const others = entries.filter((entry) => entry !== 'lost+found');
      if (others.length > 0) throw notEmpty(backup.path, others);
      await (await open(backup.file(UNFINISHED), 'wx', 0o600)).close();
      for (const room of ROOMS) await makeFolder(backup.file(room));
    });
    return backup;
  }

  file(name: string): string {
    return path.join(this.path, name);
  }

  /** Runs what writes to the folder; its system errors become sentences. */
  async writing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw inWords(error, this.file(LOG_FILE));
    }
  }

  /** Writes the manifest over the given files, and with it makes the back-up one. */
  async finish(manifest: Omit<Manifest, 'files'>, names: readonly string[]): Promise<Manifest> {
    return this.writing(async () => {
      const files: BackedUpFile[] = [];
      for (const name of names) {
        files.push({ path: name, ...(await fingerprintOf(this.file(name))) });
      }
      const whole = { ...manifest, files };
      for (const room of ROOMS) await syncFolder(this.file(room));
      const handle = await open(this.file(UNFINISHED), 'w');
      try {
        await handle.writeFile(`${JSON.stringify(whole, null, 2)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(this.file(UNFINISHED), this.file(MANIFEST_FILE));
      await syncFolder(this.path);
      return whole;
    });
  }

  /** Takes away what was written, so that a full disk is not left full. */
  async discard(): Promise<void> {
    for (const name of [...ROOMS, UNFINISHED]) {
      await rm(this.file(name), { recursive: true, force: true });
    }
  }
}

function notEmpty(folder: string, entries: readonly string[]): AppError {
  const isCutShort = entries.includes(UNFINISHED);
  const message = isCutShort
    ? `${folder} holds a back-up that was cut short and can't be used. Remove it (rm -r ${folder}), ` +
      'or name another folder.'
    : `${folder} is not empty. A back-up goes into a folder of its own: name one that is new or empty.`;
  return new AppError('conflict', message, { code: 'backup_folder_not_empty' });
}
