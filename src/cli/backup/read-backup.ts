// A back-up as it lies in its folder: nothing of it is used before every byte was compared with what
// the manifest says.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../kernel/app-error.js';
import { fingerprintOf, inWords, lengthOf } from './files.js';
import { damaged, MANIFEST_FILE, parseManifest, type Manifest } from './manifest.js';

export interface Backup {
  readonly manifest: Manifest;
  readonly file: (name: string) => string;
}

/** @throws AppError `not_found` (`no_backup`); as `parseManifest`. */
export async function openBackup(folder: string): Promise<Backup> {
  const root = path.resolve(folder);
  const file = (name: string) => path.join(root, name);
  if ((await lengthOf(file(MANIFEST_FILE))) === undefined) throw noBackup(root);
  const manifest = parseManifest(await readFile(file(MANIFEST_FILE), 'utf8'), root);
  return { manifest, file };
}

/**
 * Compares every file with its length and hash; O(bytes of the back-up).
 * @throws AppError `internal` (`backup_damaged`) naming the file.
 */
export async function verifyFiles({ manifest, file }: Backup): Promise<void> {
  for (const { path: name, bytes, sha256 } of manifest.files) {
    const length = await lengthOf(file(name));
    if (length === undefined) throw damaged(`${file(name)} is missing`);
    if (length !== bytes) {
      throw damaged(`${file(name)} has ${length} bytes and should have ${bytes}`);
    }
    const found = await fingerprintOf(file(name)).catch((error: unknown) => {
      throw inWords(error, file(name));
    });
    if (found.sha256 !== sha256)
      throw damaged(`${file(name)} was changed: its hash is another one`);
  }
}

function noBackup(folder: string): AppError {
  const message =
    `${folder} holds no whole back-up: it has no ${MANIFEST_FILE}, which is written last. ` +
    'Name the folder that "backup" was given, with its "log" and "app" folders in it.';
  return new AppError('not_found', message, { code: 'no_backup' });
}
