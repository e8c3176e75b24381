// Which log a copy is of.
import type { EventStore } from '../../eventstore/index.js';
import { AppError } from '../../kernel/app-error.js';
import { logIdOf } from '../../projections/runner/log-id.js';
import type { LogSummary } from './embedded-stores.js';

/**
 * The id of the log that the event store serves, which must be the one that was copied.
 * @returns as `logIdOf`; undefined for an empty log.
 * @throws AppError `internal` (`other_log_copied`); `unavailable` (`store_unavailable`).
 */
export async function idOfCopiedLog(
  store: EventStore,
  { firstEventId }: LogSummary,
): Promise<string | undefined> {
  const [first] = await store.readAll({ count: 1 });
  if (first?.id !== firstEventId) {
    const message = 'The log that was copied is not the one that the event store serves.';
    throw new AppError('internal', message, { code: 'other_log_copied' });
  }
  return logIdOf(store);
}
