// `restore <folder>`: books from a back-up, prepared beside whatever is there, proved, and only then
// put in place.
import { masterKey } from '../../modules/students/index.js';
import { AppError } from '../../kernel/app-error.js';
import { loadConfig } from '../../kernel/config.js';
import { masterKeyCheck } from './backup.command.js';
import type { EmbeddedStores, LogSummary, RestoreSteps } from './embedded-stores.js';
import { copyNew } from './files.js';
import { assertKnownMigrations } from './load-app.js';
import { damaged, LOG_FILE, type Manifest } from './manifest.js';
import { openBackup, verifyFiles, type Backup } from './read-backup.js';
import { settleBooks } from './settle-books.js';

export interface RestoreTools {
  readonly embedded: EmbeddedStores;
  readonly print: (line: string) => void;
}

/**
 * Restores a back-up into the data directory.
 * @param replace  Books that are there are moved aside.
 * @throws AppError `not_found` (`no_backup`); `internal` (`backup_damaged`, `chain_broken`,
 *   `rebuild_differs`); `invalid` (`backup_of_other_release`, `backup_of_newer_release`,
 *   `other_master_key`, `master_key_missing`, `external_stores`); `conflict`
 *   (`data_directory_in_use`, `books_exist`); `unavailable`. The data directory is as it was then.
 */
export async function restoreCommand(
  { folder, replace }: { folder: string; replace: boolean },
  tools: RestoreTools,
): Promise<void> {
  const { embedded, print } = tools;
  const backup = await openBackup(folder);
  const { manifest } = backup;
  assertKnownMigrations(manifest);
  print(`Back-up of ${manifest.begunAt}, through event ${manifest.log.events}`);
  const aside = await embedded.restore({ replace, backup: idOf(manifest) }, stepsOf(backup, tools));
  if (aside !== undefined) print(`The former books are in ${aside}; nothing of them was deleted.`);
  print('The back-up is restored. Start the school: npm start');
}

function stepsOf(backup: Backup, { embedded, print }: RestoreTools): RestoreSteps {
  return {
    async check(env) {
      assertSameMasterKey(backup.manifest, env);
      print('Comparing every file with its hash …');
      await verifyFiles(backup);
    },
    async copyLog(into) {
      print('Restoring the log …');
      await copyNew(backup.file(LOG_FILE), into);
      return assertSameLog(backup.manifest, await embedded.checkLog(into));
    },
    fill: (env, log) => settleBooks({ env, backup, log, print }),
  };
}

function idOf({ begunAt, log }: Manifest): string {
  return `${begunAt} ${log.lastEventId}`;
}

function assertSameMasterKey({ masterKeyCheck: made }: Manifest, env: NodeJS.ProcessEnv): void {
  if (masterKeyCheck(masterKey(loadConfig(env))) === made) return;
  const message =
    'The master key is not the one that this back-up is sealed under. Put the right one in its place: ' +
    `it is read from ${env['MASTER_KEY'] === undefined ? env['MASTER_KEY_FILE'] : 'MASTER_KEY'}.`;
  throw new AppError('invalid', message, { code: 'other_master_key' });
}

function assertSameLog({ log }: Manifest, found: LogSummary): LogSummary {
  if (found.events === log.events && found.lastEventId === log.lastEventId) return found;
  throw damaged(
    `The log ends with event ${found.events} (${found.lastEventId}) and should end with ` +
      `${log.events} (${log.lastEventId})`,
  );
}
