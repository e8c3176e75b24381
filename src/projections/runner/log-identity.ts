// Whether the log is still the one that the read models were made from. A restored or exchanged log
// has another event, or none, where the checkpoint stands; going on from there would mix two histories.
import type { EventStore, LogPosition, StoredEvent } from '../../eventstore/port.js';
import type { Checkpoint } from './checkpoint.js';
import { projectorStopped, REBUILD_COMMAND } from './failure.js';
import { logIdOf } from './log-id.js';

/**
 * @throws AppError `internal` (`projector_stopped`) naming the command that rebuilds, for a log that
 *   has another event, or none, at the checkpoint; `unavailable` when the log can't be read.
 */
export async function assertSameLog(store: EventStore, checkpoint: Checkpoint): Promise<void> {
  const { position, index, eventId } = checkpoint;
  if (position === undefined) return;
  const logId = await logIdOf(store);
  const isKnown = logId === checkpoint.logId;
  const found = await eventAt(store, position, isKnown);
  if (found?.id === eventId) return;
  const what = isKnown ? 'was cut or restored' : 'is not the one that the lists were made from';
  throw projectorStopped(
    `The event log ${what}: event ${index} is ${found?.id ?? 'missing'} and was ${eventId}. ` +
      `Rebuild them with: ${REBUILD_COMMAND}`,
  );
}

/** Undefined when nothing is there; another log's store may refuse a place that no event begins at. */
async function eventAt(
  store: EventStore,
  from: LogPosition,
  isKnown: boolean,
): Promise<StoredEvent | undefined> {
  try {
    const [event] = await store.readAll({ from, count: 1 });
    return event;
  } catch (error) {
    if (isKnown) throw error;
    return undefined;
  }
}
