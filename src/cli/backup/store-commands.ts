// The commands about the stores as a whole: back-up, restore, a copy of the log.
import type { Command } from 'commander';
import { loadConfig } from '../../kernel/config.js';
import { masterKey } from '../../modules/students/index.js';
import { logCopyCommand } from '../log-copy.command.js';
import { openBooks } from '../open-books.js';
import { backupCommand, ownToolsNeeded } from './backup.command.js';
import type { EmbeddedStores } from './embedded-stores.js';
import { restoreCommand } from './restore.command.js';

export interface StoreCommandTools {
  readonly env: NodeJS.ProcessEnv;
  /** Absent where nobody here runs stores. */
  readonly embedded: EmbeddedStores | undefined;
  readonly productVersion: string;
  readonly print: (line: string) => void;
}

export function addStoreCommands(cli: Command, tools: StoreCommandTools): void {
  cli
    .command('backup <folder>')
    .description('copy the log and the database of the embedded stores into a new folder')
    .action((folder: string) => backUp(folder, tools));
  cli
    .command('restore <folder>')
    .description('make the books of the data directory anew from a back-up')
    .option('--replace', 'move the books that are there aside', false)
    .action((folder: string, { replace }: { replace: boolean }) =>
      restoreCommand({ folder, replace }, { ...tools, embedded: needed(tools) }),
    );
  addLogCommands(cli.command('log').description('the event log as a whole'), tools);
}

function addLogCommands(log: Command, { env, print }: StoreCommandTools): void {
  log
    .command('copy <to>')
    .description('copy the log to another server (a connection string, esdb://…)')
    .option('--from <server>', "from this server instead of the instance's")
    .action((to: string, { from = env['ESDB_URL'] ?? '' }: { from?: string }) =>
      logCopyCommand({ from, to }, print),
    );
}

async function backUp(folder: string, tools: StoreCommandTools): Promise<void> {
  const { env } = tools;
  const embedded = needed(tools);
  embedded.assertEmbedded(env);
  const key = masterKey(loadConfig(env));
  const books = await openBooks(env);
  try {
    await backupCommand(folder, { ...tools, embedded, books, masterKey: key });
  } finally {
    await books.close();
  }
}

function needed({ embedded }: StoreCommandTools): EmbeddedStores {
  if (embedded === undefined) throw ownToolsNeeded();
  return embedded;
}
