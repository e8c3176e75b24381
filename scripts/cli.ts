// npm run cli -- <command> …: runs a command of the command line against the instance that runs, or
// against stores that are started for it. With `--demo` first, the demo's.
import { runCli } from '../src/cli.js';
import { AppError } from '../src/kernel/app-error.js';
import { chooseDataDirectory, enterPlace } from './cli/instance-environment.js';
import { OwnStores } from './cli/own-stores.js';
import { messageOf } from './process/error-code.js';
import { aborted, stopRequest } from './process/stop-request.js';

/** "Could not look": the stores can't be reached. */
const EXIT_UNAVAILABLE = 3;
/** What a shell reports for a command that was interrupted. */
const EXIT_INTERRUPTED = 130;

const say = (text: string) => process.stderr.write(`${text}\n`);
const interrupted = aborted(stopRequest()).then(() => EXIT_INTERRUPTED);
process.exit(await run(process.argv.slice(2)).catch(refused));

async function run(given: readonly string[]): Promise<number> {
  const demo = given[0] === '--demo';
  const args = demo ? given.slice(1) : [...given];
  if (asksForHelp(args)) return runCli(args, process.env);
  const dataDirectory = chooseDataDirectory(process.env, { demo });
  const stores = new OwnStores(dataDirectory, process.env);
  if (bringsItsStores(args)) {
    return Promise.race([runCli(args, process.env, stores), interrupted]);
  }
  const place = await enterPlace(process.env, { dataDirectory, say });
  try {
    return await Promise.race([runCli(args, place.env, stores), interrupted]);
  } finally {
    await place.leave();
  }
}

/** Help needs no books, so nothing is started for it. */
function asksForHelp(args: readonly string[]): boolean {
  return args.length === 0 || args.some((word) => ['help', '--help', '-h'].includes(word));
}

/**
 * A restore makes the books that others look at, a copy may be between servers that it is told, and a
 * back-up of servers that are configured is refused: nothing is started for these.
 */
function bringsItsStores([command, ...options]: readonly string[]): boolean {
  const names = (option: string) => option === '--from' || option.startsWith('--from=');
  const isConfigured = Boolean(process.env['DATABASE_URL'] || process.env['ESDB_URL']);
  if (command === 'backup') return isConfigured;
  return command === 'restore' || (command === 'log' && options.some(names));
}

function refused(error: unknown): number {
  say(error instanceof AppError || !(error instanceof Error) ? messageOf(error) : `${error.stack}`);
  return EXIT_UNAVAILABLE;
}
