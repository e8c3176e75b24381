// Who is parked: students with an event that can't be applied, whatever is tried. Their rows stay as
// they were before that event and their later events are passed over, so that everybody else's books
// go on; their own are served from the log until they are unparked.
import type { EventStore, StoredEvent } from '../../eventstore/port.js';
import type { Uuid } from '../../kernel/ids.js';
import {
  OPERATIONS_STREAM,
  type ParkedEventDiscardedData,
} from '../../modules/billing/domain/operations.events.js';
import { studentOf } from './student-of.js';
import type { Queryable } from './version.js';

/** An event and its place in the whole log. */
export interface NumberedEvent {
  readonly event: StoredEvent;
  /** n of the n-th non-system event, from 1. */
  readonly index: number;
}

/** A run of the log; the first event has `firstIndex`. */
export function numberedFrom(events: readonly StoredEvent[], firstIndex: number): NumberedEvent[] {
  return events.map((event, n) => ({ event, index: firstIndex + n }));
}

/** What one writer of a version passes over: it knows all of it while it is the only writer. */
export class Parking {
  constructor(
    private readonly parked: Set<Uuid> = new Set(),
    private readonly discarded: ReadonlySet<string> = new Set(),
  ) {}

  /**
   * Of a version whose epoch the caller has entered: from then on nobody else changes it.
   * @throws AppError `unavailable` (`store_unavailable`).
   */
  static async load(
    { store, database }: { store: EventStore; database: Queryable },
    schema: string,
  ): Promise<Parking> {
    const { discarded } = await Parking.ofDiscarded(store);
    const { rows } = await database.query<{ id: Uuid }>(
      `select student_id as id from ${schema}.parked`,
    );
    return new Parking(new Set(rows.map(({ id }) => id)), discarded);
  }

  /** Of a version in which nobody is parked. @throws AppError `unavailable`. */
  static async ofDiscarded(store: EventStore): Promise<Parking> {
    return new Parking(new Set(), await discardedEvents(store));
  }

  /** True when every event is to be applied: the usual case, and then nothing need be looked at. */
  get isEmpty(): boolean {
    return this.parked.size === 0 && this.discarded.size === 0;
  }

  passesOver(event: StoredEvent): boolean {
    if (this.isEmpty) return false;
    if (this.discarded.has(placeOf(event))) return true;
    const studentId = studentOf(event);
    return studentId !== undefined && this.parked.has(studentId);
  }

  holds(studentId: Uuid): boolean {
    return this.parked.has(studentId);
  }

  add(studentId: Uuid): void {
    this.parked.add(studentId);
  }

  /** What this knows, for a transaction that may come to nothing. */
  copy(): Parking {
    return new Parking(new Set(this.parked), this.discarded);
  }
}

/** `<stream>@<revision>` of every event that was discarded: read before the first one is applied. */
async function discardedEvents(store: EventStore): Promise<Set<string>> {
  const events = await store.readStream(OPERATIONS_STREAM);
  const discarded = new Set<string>();
  for (const { type, data } of events) {
    if (type !== 'ParkedEventDiscarded') continue;
    const { stream, revision } = data as unknown as ParkedEventDiscardedData;
    discarded.add(`${stream}@${revision}`);
  }
  return discarded;
}

function placeOf({ stream, revision }: StoredEvent): string {
  return `${stream}@${revision}`;
}
