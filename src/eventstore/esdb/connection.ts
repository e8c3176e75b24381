// How the official client is reached: the connection string that the operator gave, checked.
import { EventStoreDBClient } from '@eventstore/db-client';
import { AppError } from '../../kernel/app-error.js';

/** The client of this release knows the scheme `esdb` alone; a KurrentDB server speaks the same. */
const RENAMED_SCHEME = /^kurrentdb(\+discover)?:/;

/**
 * The text that the client is given. The client's own keepalive (a ping every 10 s) stays in force
 * unless the string sets another.
 * @throws AppError `invalid` (`bad_configuration`): with `throwOnAppendFailure=false` the client
 *   answers a conflict with a wrong revision.
 */
export function clientConnectionString(given: string): string {
  const flat = given.toLowerCase().replaceAll(/[_-]/g, '');
  if (flat.includes('throwonappendfailure=false')) {
    const message = 'ESDB_URL must not set throwOnAppendFailure=false: conflicts would go unseen.';
    throw new AppError('invalid', message, { code: 'bad_configuration' });
  }
  return given.replace(RENAMED_SCHEME, 'esdb$1:');
}

/** @throws AppError `invalid` (`bad_configuration`) when the string can't be used. */
export function connect(connectionString: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(clientConnectionString(connectionString));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    // The string may hold a password, so it is not repeated.
    const message = 'The connection string of the event store (ESDB_URL) is not understood.';
    throw new AppError('invalid', message, { code: 'bad_configuration', cause });
  }
}

const DISPOSE_WITHIN_MILLISECONDS = 1000;

/**
 * Ends a client's calls. The client waits for each of them to finish, and one that was left in the
 * middle may never say so; what is still open after a second ends with the process.
 */
export async function dispose(client: EventStoreDBClient): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, DISPOSE_WITHIN_MILLISECONDS);
  });
  await Promise.race([client.dispose(), late]);
  clearTimeout(timer);
}
