// An event store of its own for a suite, as a process that can be killed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../scripts/process/free-port.js';
import { startEventStore, type EventStoreServer } from '../../scripts/stores/event-store.js';

export interface TestEventStore {
  readonly connectionString: string;
  readonly pid: number;
  /** Ends it in order, and removes its data unless the folder was given. */
  stop(): Promise<void>;
  /** Ends it as a power cut would, and waits until it is gone; the data stay. */
  kill9(): Promise<void>;
  /** The same data and port in a new process; stops the old one first, if it still runs. */
  restart(): Promise<void>;
}

/**
 * Starts an event store on an empty temporary folder, or on `dataDir`.
 * @param fsync  Off by default, which is faster; kill9 loses nothing either way, only a power cut would.
 */
export async function startTestEventStore(
  options: { fsync?: boolean; dataDir?: string } = {},
): Promise<TestEventStore> {
  const folder = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'bursar-events-'));
  const start = (port: number) =>
    startEventStore({ dataDirectory: folder, durable: options.fsync === true, port });
  let server: EventStoreServer = await start(await freePort());
  return {
    get connectionString() {
      return server.ready.connectionString;
    },
    get pid() {
      return server.pid;
    },
    stop: async () => {
      await server.stop();
      if (options.dataDir === undefined) rmSync(folder, { recursive: true, force: true });
    },
    kill9: async () => {
      server.kill('SIGKILL');
      await server.exited;
    },
    restart: async () => {
      await server.stop();
      server = await start(server.ready.port);
    },
  };
}
