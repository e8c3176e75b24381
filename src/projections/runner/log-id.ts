// What tells one log from another: the id that the last restore gave it, else that of its first event.
import type { EventStore, StoredEvent } from '../../eventstore/port.js';
import type { Uuid } from '../../kernel/ids.js';
import {
  OPERATIONS_STREAM,
  type LogRestoredData,
} from '../../modules/billing/domain/operations.events.js';

/** Undefined for a log without events. @throws AppError `unavailable` (`store_unavailable`). */
export async function logIdOf(store: EventStore): Promise<Uuid | undefined> {
  const restored = restoredIdIn(await store.readStream(OPERATIONS_STREAM));
  if (restored !== undefined) return restored;
  const [first] = await store.readAll({ count: 1 });
  return first?.id;
}

/** Of the last LogRestored among events. */
export function restoredIdIn(events: readonly StoredEvent[]): Uuid | undefined {
  const restored = events.findLast(({ type }) => type === 'LogRestored');
  return (restored?.data as LogRestoredData | undefined)?.newLogId;
}
