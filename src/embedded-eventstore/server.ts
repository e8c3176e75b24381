// The whole event store in one call: directory, file, log and port.
import { takeDirectory } from './storage/data-directory.js';
import { prepareDatabase } from './storage/database.js';
import { startGrpcServer } from './grpc/grpc-server.js';
import { EventLog } from './log/event-log.js';
import type { StoreState } from './storage/group-commit.js';

export interface ServerOptions {
  readonly dataDir: string;
  /** 0: any free port. */
  readonly port: number;
  /** A loopback address: there are no users and no TLS. */
  readonly host: string;
  /** `false` in tests only. */
  readonly fsync: boolean;
  /** Size at which the file counts as full, in pages of 4 096 bytes. */
  readonly pagesMax?: number;
  /** Told, besides `report`, when the store stops taking writes, and when it takes them again. */
  readonly onState?: (state: StoreState, message: string) => void;
  readonly report?: (level: 'info' | 'error', message: string, fields?: object) => void;
}

export interface EventStoreServer {
  readonly port: number;
  readonly connectionString: string;
  close(): Promise<void>;
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|::1)$/;

/**
 * Starts the event store on a data directory, which it creates if needed, repairing what a crash left.
 * @throws DirectoryInUseError if another server has the directory; Error if the host is not loopback,
 *   the file is of a newer release or on a network file system, or the port is taken.
 */
export async function startServer(options: ServerOptions): Promise<EventStoreServer> {
  const { host, port, fsync, pagesMax, report = () => undefined } = options;
  if (!LOOPBACK.test(host))
    throw new Error(`${host} is not a loopback address: the event store has no users and no TLS`);
  const directory = takeDirectory(options.dataDir);
  const database = { path: directory.databasePath, fsync, ...(pagesMax && { pagesMax }) };
  try {
    prepareDatabase(database);
    const log = new EventLog({
      ...database,
      now: Date.now,
      onState(state, message) {
        const level = state === 'open' ? 'info' : 'error';
        report(level, `the event store is ${state} from here on: ${message}`, { state });
        options.onState?.(state, message);
      },
    });
    const grpc = await startGrpcServer(log, { host, port }, (error) =>
      report('error', describe(error)),
    );
    const close = async (): Promise<void> => {
      await log.settled();
      grpc.close();
      await log.close();
      directory.release();
    };
    const address = `${host === '::1' ? '[::1]' : host}:${grpc.endpoint.port}`;
    return {
      port: grpc.endpoint.port,
      connectionString: `esdb://${address}?tls=false`,
      close,
    };
  } catch (error) {
    directory.release();
    throw error;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
