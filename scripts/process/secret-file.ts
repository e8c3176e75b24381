// A file that holds a secret which must outlive everything that is sealed with it.
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes a file for its owner alone, whole or not at all, and on the disk before this returns: what
 * is sealed with the secret is on the disk too, and a power cut must not leave that without it.
 * @throws a system error: `EEXIST` where a file is, which is never written over; `ENOSPC`.
 */
export function writeSecret(file: string, secret: string): void {
  const unfinished = `${file}.unfinished`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, secret, { mode: 0o600, flag: 'wx', flush: true });
  linkSync(unfinished, file);
  rmSync(unfinished);
  const folder = openSync(path.dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
