// `backup <folder>`: the log, then what is authority in Postgres, then the manifest that makes both a
// back-up. The school goes on meanwhile. Keys are made before the event that needs them, and the log
// is copied first, so the copied keys open all that the copied log holds.
import { createHmac, type KeyObject } from 'node:crypto';
import { AppError } from '../../kernel/app-error.js';
import type { Books } from '../open-books.js';
import { BackupFolder } from './backup-folder.js';
import { dumpApp } from './dump-app.js';
import type { EmbeddedStores } from './embedded-stores.js';
import { idOfCopiedLog } from './log-identity.js';
import { FORMAT, LOG_FILE, tableFile, type Manifest } from './manifest.js';

export interface BackupTools {
  readonly books: Books;
  readonly embedded: EmbeddedStores;
  readonly masterKey: KeyObject;
  readonly productVersion: string;
  readonly print: (line: string) => void;
}

/**
 * Writes a back-up into an absent or empty folder.
 * @throws AppError `conflict` (`backup_folder_not_empty`); `unavailable` (`disk_full`,
 *   `folder_unusable`, `snapshot_failed`, `store_unavailable`); `internal` (`log_damaged`). What was
 *   written is taken away then.
 */
export async function backupCommand(folder: string, tools: BackupTools): Promise<void> {
  const begunAt = new Date().toISOString();
  const backup = await BackupFolder.begin(folder);
  try {
    await write(backup, tools, begunAt);
  } catch (error) {
    await backup.discard();
    throw error;
  }
}

async function write(backup: BackupFolder, tools: BackupTools, begunAt: string): Promise<void> {
  const { productVersion, masterKey, print } = tools;
  const log = await copyLog(backup, tools);
  const app = await copyApp(backup, tools);
  const check = masterKeyCheck(masterKey);
  const files = [LOG_FILE, ...app.tables.map(({ name }) => tableFile(name))];
  await backup.finish(
    { format: FORMAT, productVersion, begunAt, log, app, masterKeyCheck: check },
    files,
  );
  print(`The back-up is whole: ${backup.path}, ${files.length} files, through event ${log.events}`);
  print(
    'The master key is not in it. Keep a copy of that elsewhere: without it no name can be read.',
  );
}

async function copyLog(
  backup: BackupFolder,
  { books, embedded, print }: BackupTools,
): Promise<Manifest['log']> {
  print('Copying the log …');
  const log = await embedded.snapshotLog(backup.file(LOG_FILE));
  const { events, lastEventId } = log;
  const logId = await idOfCopiedLog(books.store, log);
  print(`The log: ${events} events, ${log.bytes} bytes, each record read again`);
  return { events, lastEventId, logId };
}

async function copyApp(
  backup: BackupFolder,
  { books, print }: BackupTools,
): Promise<Manifest['app']> {
  const app = await backup.writing(() => dumpApp(books.databaseUrl, (name) => backup.file(name)));
  const rows = app.tables.reduce((sum, table) => sum + table.rows, 0);
  print(`Users, sessions and keys: ${rows} rows of ${app.tables.length} tables`);
  return app;
}

/** The same for the same key; says nothing about the key itself. Hex. */
export function masterKeyCheck(key: KeyObject): string {
  return createHmac('sha256', key).update('bursar back-up').digest('hex');
}

/** For an instance whose stores nobody here started. */
export function ownToolsNeeded(): AppError {
  const message =
    'This command is for the embedded stores. The servers that DATABASE_URL and ESDB_URL name are ' +
    'backed up with their own tools, the event store first: docs/operations.md says how.';
  return new AppError('invalid', message, { code: 'external_stores' });
}
