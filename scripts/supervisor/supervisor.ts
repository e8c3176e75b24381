// One command runs everything: the stores that are not configured, and the app. It keeps them running,
// and stops them in order; whatever is killed, the next start finds nothing that it can't mend.
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../src/kernel/app-error.js';
import { messageOf } from '../process/error-code.js';
import { isPortBusy } from '../process/free-port.js';
import { removeInstance, writeInstance, type Instance } from '../stores/data-directory.js';
import { takeOnceFree } from '../stores/take-data-directory.js';
import {
  appChild,
  databaseChild,
  eventStoreChild,
  type Context,
  type StoreChild,
} from './children.js';
import { appEnvironment, demoLogIn, type LogIn } from './app-environment.js';
import { settingsOf, type Settings } from './settings.js';

export interface SupervisorOptions {
  env: NodeJS.ProcessEnv;
  /** The sample school, with an administrator whose password is known. */
  demo?: boolean;
  /** The app's TypeScript file, from the project's root or absolute. */
  appEntry?: string;
  /** Gets what happens, a line at a time. */
  say(text: string): void;
  /** Gets every line that the app prints. */
  onAppLine?: (line: string) => void;
}

export interface Supervisor {
  readonly instance: Instance;
  readonly dataDirectory: string;
  /** The demo's log-in; `undefined` outside the demo. */
  readonly logIn: LogIn | undefined;
  /** Process ids of the children that run now. */
  processes(): { app: number; postgres: number | undefined; eventStore: number | undefined };
  /** Settles when a child was given up: then everything should be stopped. */
  readonly givenUp: Promise<AppError>;
  /** Starts the app again, on the same port, with the stores as they are. */
  restartApp(): Promise<void>;
  /** App, event store, Postgres: each in order, each within 15 seconds. */
  stop(): Promise<void>;
}

interface Stoppable {
  stop(): Promise<void>;
}

const APP = 'src/main.ts';
/** A former instance that was killed, or is just stopping, gives its port back within this time. */
const PORT_FREE_WITHIN_MS = 5_000;
const PORT_POLL_MS = 100;

/**
 * Starts everything and waits until the app serves.
 * @throws AppError `invalid` (`bad_configuration`), `conflict` (`data_directory_in_use`, `port_busy`),
 *   or `unavailable` (`data_directory_unusable`, `address_unusable`, or what did not start); whatever
 *   was started before is stopped again.
 */
export async function startSupervisor(options: SupervisorOptions): Promise<Supervisor> {
  const settings = settingsOf(options.env, { demo: options.demo === true });
  const { dataDirectory } = settings;
  const say = (text: string) => options.say(text);
  const lock = await takeOnceFree(dataDirectory, say);
  const started: Stoppable[] = [];
  const stopAll = async () => {
    // First: from here on nobody should be sent to stores that are about to go.
    removeInstance(dataDirectory);
    for (const child of started.toReversed()) await child.stop();
    lock.release();
  };
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= stopAll());
  try {
    await assertPortIsFree(settings, say);
    return await startChildren({ options, settings, started, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startChildren(run: {
  options: SupervisorOptions;
  settings: Settings;
  started: Stoppable[];
  stop: () => Promise<void>;
}): Promise<Supervisor> {
  const { options, settings, started } = run;
  const { config, dataDirectory } = settings;
  const failure = Promise.withResolvers<AppError>();
  const context: Context = {
    dataDirectory,
    say: (text) => options.say(text),
    onGivenUp: (error) => failure.resolve(error),
  };
  const database = databaseChild(context, config.DATABASE_URL);
  const eventStore = eventStoreChild(context, config.ESDB_URL);
  started.push(database, eventStore);
  await startTogether([database, eventStore]);

  const urls = { databaseUrl: database.url(), eventStoreUrl: eventStore.url() };
  const logIn = options.demo === true ? demoLogIn(settings) : undefined;
  const app = appChild(context, {
    entry: options.appEntry ?? APP,
    env: appEnvironment({ settings, urls, logIn }),
    onLine: options.onAppLine,
  });
  started.push(app);
  const { ready } = await app.start();
  const instance = { pid: process.pid, url: ready.url, ...urls };
  writeInstance(dataDirectory, instance);
  return {
    instance,
    dataDirectory,
    logIn,
    processes: () => ({
      app: app.current.pid,
      postgres: database.pid(),
      eventStore: eventStore.pid(),
    }),
    givenUp: failure.promise,
    restartApp: () => app.restart(),
    stop: run.stop,
  };
}

/** Waits for both even if one fails: what is half started can't be stopped. */
async function startTogether(stores: readonly StoreChild[]): Promise<void> {
  for (const outcome of await Promise.allSettled(stores.map((store) => store.start()))) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}

async function assertPortIsFree(
  { config: { HOST, PORT } }: Settings,
  say: (text: string) => void,
): Promise<void> {
  for (let waitedMs = 0; await isPortBusy(PORT, HOST).catch(unusable); waitedMs += PORT_POLL_MS) {
    if (waitedMs === 0) say(`Port ${PORT} is in use; waiting for it for a moment`);
    if (waitedMs < PORT_FREE_WITHIN_MS) {
      await delay(PORT_POLL_MS);
      continue;
    }
    throw new AppError(
      'conflict',
      `Port ${PORT} of ${HOST} is in use by another program. Stop it, or set PORT.`,
      { code: 'port_busy' },
    );
  }
}

/** The system's words name the address: `listen EACCES: permission denied 127.0.0.1:80`. */
function unusable(error: unknown): never {
  throw new AppError(
    'unavailable',
    `HOST and PORT can't be used: ${messageOf(error)}. HOST is an address of this machine, and ` +
      'ports below 1024 are for root.',
    { code: 'address_unusable', cause: error },
  );
}
