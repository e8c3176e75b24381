// As whom Postgres runs. It refuses to run as root, so root lends it another account; the data stay
// where the caller put them, whatever the folders above them allow.
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, lchownSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../src/kernel/app-error.js';

/** `nobody`: it exists everywhere, and initdb wants an account with a name. */
const NOBODY = 65_534;

export interface Account {
  /** Put before the program; empty when it runs directly. */
  readonly prefix: readonly string[];
  /** The account that the program runs as, and that owns its data; `undefined`: our own. */
  readonly id: number | undefined;
}

/**
 * Chooses the account for a program that uses the given folders.
 * - not root: our own account.
 * - root, folders open to others: `nobody`.
 * - root, a folder above is closed to others (root's home, a private temporary folder): a user
 *   namespace in which root's own files belong to `nobody`; outside it they stay root's.
 * @throws AppError `unavailable` (`closed_folder`) where the last one is needed and is switched off.
 */
export function accountFor(folders: readonly string[]): Account {
  if (process.getuid?.() !== 0) return { prefix: [], id: undefined };
  const closed = folders.map(closedFolder).find((folder) => folder !== undefined);
  if (closed === undefined) return { prefix: [], id: NOBODY };
  const prefix = ['unshare', '-U', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
  if (canRun(prefix)) return { prefix, id: undefined };
  throw new AppError(
    'unavailable',
    `Postgres can't run as root, and no other account may enter ${closed}. ` +
      `Run this as an ordinary user, or open the folder (chmod o+x ${closed}), ` +
      'or set DATA_DIR to a folder that is open, or set DATABASE_URL.',
    { code: 'closed_folder' },
  );
}

/** The uppermost folder on the way to `target` that accounts other than its owner may not enter. */
export function closedFolder(target: string): string | undefined {
  const above = path.dirname(target);
  const closed = above === target ? undefined : closedFolder(above);
  if (closed !== undefined) return closed;
  return existsSync(target) && (statSync(target).mode & 0o001) === 0 ? target : undefined;
}

/** Hands a folder and all below it to the account, if they are not its own already. */
export function giveTo(account: Account, folder: string): void {
  const owner = account.id ?? process.getuid?.();
  if (owner === undefined || statSync(folder).uid === owner) return;
  if (process.getuid?.() !== 0) {
    throw new AppError(
      'unavailable',
      `${folder} belongs to another account (uid ${statSync(folder).uid}). ` +
        'Start as that account, or let root hand the folder over (chown -R).',
      { code: 'foreign_data' },
    );
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    lchownSync(path.join(entry.parentPath, entry.name), owner, owner);
  }
  // Last, so that a hand-over that was cut short is begun anew.
  chownSync(folder, owner, owner);
}

function canRun([program = '', ...options]: readonly string[]): boolean {
  return spawnSync(program, [...options, 'true'], { stdio: 'ignore' }).status === 0;
}
