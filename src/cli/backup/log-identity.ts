// Which log a copy is of.
import type { EventStore, StoredEvent } from '../../eventstore/index.js';
import { AppError } from '../../kernel/app-error.js';
import { OPERATIONS_STREAM } from '../../modules/billing/index.js';
import type { LogSummary } from './embedded-stores.js';

/**
 * The id of the log that the event store serves, which must be the one that was copied.
 * @returns that of the last restore, else the id of the first event; undefined for an empty log.
 * @throws AppError `internal` (`other_log_copied`); `unavailable` (`store_unavailable`).
 */
export async function logIdOf(
  store: EventStore,
  { firstEventId }: LogSummary,
): Promise<string | undefined> {
  const [first] = await store.readAll({ count: 1 });
  if (first?.id !== firstEventId) {
    const message = 'The log that was copied is not the one that the event store serves.';
    throw new AppError('internal', message, { code: 'other_log_copied' });
  }
  const operations = await store.readStream(OPERATIONS_STREAM);
  const restored = operations.findLast(isRestore)?.data['newLogId'];
  return typeof restored === 'string' ? restored : first?.id;
}

function isRestore({ type }: StoredEvent): boolean {
  return type === 'LogRestored';
}
