// Where a command of the command line finds the books: in an instance that runs, or in stores that it
// starts for itself and stops again.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../src/kernel/app-error.js';
import { ROOT } from '../process/tools.js';
import { isInUse, runningInstance, type Instance } from '../stores/data-directory.js';
import { pendingMove } from '../stores/restored-books.js';
import { startStores } from '../stores/start-stores.js';
import { masterKeyFile } from '../supervisor/secrets.js';

export const SCHOOL_DIRECTORY = '.data/school';
export const DEMO_DIRECTORY = '.data/demo';

export interface CommandPlace {
  /** What the command is to be run with: DATABASE_URL, ESDB_URL, DATA_DIR, MASTER_KEY_FILE. */
  env: NodeJS.ProcessEnv;
  /** Stops what was started for this command. */
  leave(): Promise<void>;
}

/** An instance that is just starting tells its addresses within this time; one that stops is gone. */
const SETTLED_WITHIN_MS = 30_000;
const POLL_MS = 100;

/**
 * The data directory that a command is about.
 * @param demo   The command asks for the demo.
 * @param root   Folder of the default directories.
 * @returns an absolute path: the demo's, when asked for, or when it runs and nothing else is set up
 *   to be meant; otherwise `DATA_DIR`, or the school's.
 */
export function chooseDataDirectory(
  env: NodeJS.ProcessEnv,
  { demo, root = ROOT }: { demo: boolean; root?: string },
): string {
  const inRoot = (folder: string) => path.resolve(root, folder);
  const given = env['DATA_DIR'];
  if (given !== undefined && given !== '') return inRoot(given);
  if (demo) return inRoot(DEMO_DIRECTORY);
  const onlyDemoRuns = isInUse(inRoot(DEMO_DIRECTORY)) && !isInUse(inRoot(SCHOOL_DIRECTORY));
  return inRoot(onlyDemoRuns ? DEMO_DIRECTORY : SCHOOL_DIRECTORY);
}

/**
 * Finds the stores for one command, or starts them.
 * @param say  Gets what is done, a line at a time.
 * @throws AppError `unavailable` with what did not start, `not_found` (`no_books`) where no school was
 *   ever started, or `conflict` if another command has the
 *   data directory (`data_directory_in_use`).
 */
export async function enterPlace(
  env: NodeJS.ProcessEnv,
  { dataDirectory, say }: { dataDirectory: string; say: (text: string) => void },
): Promise<CommandPlace> {
  const key = env['MASTER_KEY'] || env['MASTER_KEY_FILE'];
  const settings = (urls: Pick<Instance, 'databaseUrl' | 'eventStoreUrl'>) => ({
    ...env,
    DATA_DIR: dataDirectory,
    DATABASE_URL: urls.databaseUrl,
    ESDB_URL: urls.eventStoreUrl,
    ...(key ? {} : { MASTER_KEY_FILE: masterKeyFile(dataDirectory) }),
  });
  const instance = await settledInstance(dataDirectory);
  if (instance !== undefined) {
    say(`Using the instance at ${instance.url} (${dataDirectory})`);
    return { env: settings({ ...instance, ...configured(env) }), leave: () => Promise.resolve() };
  }
  assertHasBooks(dataDirectory, env);
  say(`No instance runs in ${dataDirectory}: starting its stores for this command`);
  const stores = await startStores({ dataDir: dataDirectory, durable: true, env });
  return { env: settings(stores), leave: () => stores.stop() };
}

/** A command looks at books; only a start makes some. */
function assertHasBooks(dataDirectory: string, env: NodeJS.ProcessEnv): void {
  const hasSome = existsSync(path.join(dataDirectory, 'postgres')) || pendingMove(dataDirectory);
  if (hasSome || env['DATABASE_URL']) return;
  throw new AppError(
    'not_found',
    `There is no school in ${dataDirectory}. "npm start" makes one; DATA_DIR names another folder.`,
    { code: 'no_books' },
  );
}

/** What the environment says comes first. */
function configured(env: NodeJS.ProcessEnv): Partial<Instance> {
  const { DATABASE_URL: databaseUrl, ESDB_URL: eventStoreUrl } = env;
  return { ...(databaseUrl ? { databaseUrl } : {}), ...(eventStoreUrl ? { eventStoreUrl } : {}) };
}

/** `undefined` where nothing runs, or not any more. */
async function settledInstance(dataDirectory: string): Promise<Instance | undefined> {
  for (let waitedMs = 0; waitedMs < SETTLED_WITHIN_MS; waitedMs += POLL_MS) {
    if (!isInUse(dataDirectory)) return undefined;
    const instance = runningInstance(dataDirectory);
    if (instance !== undefined) return instance;
    await delay(POLL_MS);
  }
  throw new AppError(
    'conflict',
    `${dataDirectory} is in use, but by no running instance: another command works on it. ` +
      'Try again when that one is done.',
    { code: 'data_directory_in_use' },
  );
}
