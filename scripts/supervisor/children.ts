// The children of one instance, each kept running on the port that it got at first.
import { z } from 'zod';
import type { AppError } from '../../src/kernel/app-error.js';
import { freePort } from '../process/free-port.js';
import { startReadyChild, type ReadyChild } from '../process/ready-child.js';
import { DATABASE, startDatabase, startEvents } from '../stores/start-stores.js';
import type { PostgresServer } from '../postgres/cluster.js';
import type { EventStoreServer } from '../stores/event-store.js';
import { Supervised } from './supervised.js';

export interface Context {
  dataDirectory: string;
  say(text: string): void;
  onGivenUp(error: AppError): void;
}

export interface StoreChild {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Known once it has started. */
  url(): string;
  /** `undefined` for a store that runs elsewhere. */
  pid(): number | undefined;
}

const APP_READY = z.object({ ready: z.literal(true), url: z.string() });

export type App = ReadyChild<z.output<typeof APP_READY>>;

/** Postgres, unless it is configured to be elsewhere. */
export function databaseChild(context: Context, configured: string | undefined): StoreChild {
  if (configured !== undefined) return elsewhere(configured);
  let port: number | undefined;
  const postgres = new Supervised<PostgresServer>({
    ...context,
    name: 'Postgres',
    start: async () => {
      const options = { folder: context.dataDirectory, durable: true };
      const server = await startDatabase(port === undefined ? options : { ...options, port });
      port = server.port;
      return server;
    },
  });
  return {
    start: async () => {
      const { port: chosen } = await postgres.start();
      context.say(`Postgres is ready on port ${chosen}`);
    },
    stop: () => postgres.stop(),
    url: () => postgres.current.url(DATABASE),
    pid: () => postgres.current.pid,
  };
}

/** The event store, unless it is configured to be elsewhere. */
export function eventStoreChild(context: Context, configured: string | undefined): StoreChild {
  if (configured !== undefined) return elsewhere(configured);
  let port: number | undefined;
  const eventStore = new Supervised<EventStoreServer>({
    ...context,
    name: 'The event store',
    start: async () => {
      port ??= await freePort();
      return startEvents({ folder: context.dataDirectory, durable: true, port });
    },
  });
  return {
    start: async () => {
      const { ready } = await eventStore.start();
      context.say(`The event store is ready on port ${ready.port}`);
    },
    stop: () => eventStore.stop(),
    url: () => eventStore.current.ready.connectionString,
    pid: () => eventStore.current.pid,
  };
}

/** The app itself. */
export function appChild(
  context: Context,
  app: { entry: string; env: NodeJS.ProcessEnv; onLine: ((line: string) => void) | undefined },
): Supervised<App> {
  let env = app.env;
  return new Supervised<App>({
    ...context,
    name: 'The app',
    start: async () => {
      if (env['PORT'] === '0') env = { ...env, PORT: String(await freePort()) };
      return startReadyChild({
        name: 'The app',
        entry: app.entry,
        args: ['--exit-with-stdin'],
        env,
        ready: APP_READY,
        ...(app.onLine === undefined ? {} : { onLine: app.onLine }),
      });
    },
  });
}

function elsewhere(url: string): StoreChild {
  const done = () => Promise.resolve();
  return { start: done, stop: done, url: () => url, pid: () => undefined };
}
