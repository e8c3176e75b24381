// The command line: what an operator or an auditor asks for, one command a word. Exit codes: 0 sound,
// 1 a finding, 2 a wrong request, 3 it could not look.
import { Command, CommanderError } from 'commander';
import { APP_VERSION } from './app-version.js';
import type { EmbeddedStores } from './cli/backup/embedded-stores.js';
import { addStoreCommands } from './cli/backup/store-commands.js';
import { openBooks, type Books } from './cli/open-books.js';
import { rebuildCommand } from './cli/rebuild.command.js';
import { replayCommand } from './cli/replay.command.js';
import { unparkCommand } from './cli/unpark.command.js';
import { AppError, type ErrorKind } from './kernel/app-error.js';
import { refusalText } from './refusal-text.js';

const SOUND = 0;
const FINDING = 1;
const WRONG_REQUEST = 2;
const COULD_NOT_LOOK = 3;

const FINDINGS = [
  'chain_broken',
  'rebuild_differs',
  'still_parked',
  'backup_damaged',
  'log_damaged',
];

/**
 * Runs one command; the exit code. Answers go to stdout, refusals to stderr.
 * @param embedded  Whoever runs the embedded stores; absent where there are none.
 */
export async function runCli(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  embedded?: EmbeddedStores,
): Promise<number> {
  try {
    await program(env, embedded).parseAsync(args, { from: 'user' });
    return SOUND;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? SOUND : WRONG_REQUEST;
    console.error(refusalText(error));
    return exitCodeOf(error);
  }
}

function program(env: NodeJS.ProcessEnv, embedded: EmbeddedStores | undefined): Command {
  const print = (line: string) => console.log(line);
  const cli = new Command('bursar').exitOverride().showHelpAfterError();
  cli
    .command('replay <student>')
    .description('every event of a student (id or admission number) with the balance after it')
    .action((who: string) => withBooks(env, (books) => replayCommand(who, books, print)));
  addReadModelCommands(cli, env, print);
  addStoreCommands(cli, { env, embedded, print, productVersion: APP_VERSION });
  return cli;
}

function addReadModelCommands(
  cli: Command,
  env: NodeJS.ProcessEnv,
  print: (line: string) => void,
): void {
  cli
    .command('rebuild')
    .description('make the read models again from the log')
    .action(() => withBooks(env, (books) => rebuildCommand(books, print)));
  cli
    .command('unpark <student>')
    .description('make a parked student’s rows again (id or admission number)')
    .option('--discard <reason>', 'without the event: unreadable, contradictory or other')
    .action((who: string, { discard }: { discard?: string }) =>
      withBooks(env, (books) => unparkCommand({ who, discard }, books, print)),
    );
}

async function withBooks(
  env: NodeJS.ProcessEnv,
  work: (books: Books) => Promise<unknown>,
): Promise<void> {
  const books = await openBooks(env);
  try {
    await work(books);
  } finally {
    await books.close();
  }
}

const EXIT_CODES: Partial<Record<ErrorKind, number>> = {
  invalid: WRONG_REQUEST,
  not_found: WRONG_REQUEST,
  conflict: WRONG_REQUEST,
  rule_violated: WRONG_REQUEST,
};

function exitCodeOf(error: unknown): number {
  if (!(error instanceof AppError)) return COULD_NOT_LOOK;
  if (FINDINGS.includes(error.code)) return FINDING;
  return EXIT_CODES[error.kind] ?? COULD_NOT_LOOK;
}
