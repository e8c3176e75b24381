// Whether the log is still the one that the read models were made from. A restored or exchanged log
// has another event, or none, where the checkpoint stands; going on from there would mix two histories.
import type { EventStore, StoredEvent } from '../../eventstore/port.js';
import type { Checkpoint } from './checkpoint.js';
import { projectorStopped, REBUILD_COMMAND } from './failure.js';

/**
 * @throws AppError `internal` (`projector_stopped`) naming the command that rebuilds, for a log that
 *   has another event at the checkpoint; `unavailable` when the log can't be read.
 */
export async function assertSameLog(store: EventStore, checkpoint: Checkpoint): Promise<void> {
  if (checkpoint.position === undefined) return;
  const found = await eventAt(store, checkpoint);
  if (found?.id === checkpoint.eventId) return;
  throw projectorStopped(
    `The event log is not the one that the lists were made from: event ${checkpoint.index} is ` +
      `${found?.id ?? 'missing'} and was ${checkpoint.eventId}. Rebuild them with: ${REBUILD_COMMAND}`,
  );
}

/** Undefined when nothing is there; a store may also refuse a place that no event begins at. */
async function eventAt(
  store: EventStore,
  { position, logId }: Checkpoint,
): Promise<StoredEvent | undefined> {
  if (position === undefined) return undefined;
  try {
    const [event] = await store.readAll({ from: position, count: 1 });
    return event;
  } catch (error) {
    const [first] = await store.readAll({ count: 1 });
    if (first?.id === logId) throw error;
    return undefined;
  }
}
