// The second look at a batch that failed: it is halved until the event that can't be applied is alone,
// in O(log n) tries a culprit, each between savepoints of the one transaction. If that event is a
// student's, the student is parked; anybody else's stops the projector, since all depends on it.
import type { PoolClient } from 'pg';
import type { StoredEvent } from '../../eventstore/port.js';
import type { Uuid } from '../../kernel/ids.js';
import { applyEvents } from './apply-events.js';
import type { EventDecoder } from './event-decoder.js';
import { isAboutEvents, projectorStopped, reasonCodeOf } from './failure.js';
import { writeParked, type ParkedEvent } from './parked.table.js';
import type { NumberedEvent, Parking } from './parking.js';
import type { ProjectedEvent } from './projected-event.js';
import type { ReadModel, ReadModelPlace } from './read-model.js';
import { studentOf } from './student-of.js';

export interface CarefulPlace extends ReadModelPlace {
  readonly transaction: PoolClient;
  readonly models: readonly ReadModel[];
  readonly decoder: EventDecoder;
  /** Grows meanwhile; the caller's own until the transaction is committed. */
  readonly parking: Parking;
  /** Whose rows alone are written; absent: everybody's. */
  readonly only?: Uuid;
}

export interface CarefullyApplied {
  readonly applied: readonly ProjectedEvent[];
  readonly parked: readonly ParkedEvent[];
}

/**
 * Applies events in order and parks whom they concern where they can't be.
 * @throws what is not about the events; AppError `internal` (`projector_stopped`).
 */
export async function applyCarefully(
  events: readonly NumberedEvent[],
  place: CarefulPlace,
): Promise<CarefullyApplied> {
  const careful = new CarefulBatch(place);
  await careful.write(events);
  await writeParked(place.transaction, place.schema, careful.parked);
  return careful;
}

class CarefulBatch implements CarefullyApplied {
  readonly applied: ProjectedEvent[] = [];
  readonly parked: ParkedEvent[] = [];

  constructor(private readonly place: CarefulPlace) {}

  async write(events: readonly NumberedEvent[]): Promise<void> {
    const wanted = events.filter(({ event }) => !this.place.parking.passesOver(event));
    const [first] = wanted;
    if (first === undefined) return;
    const failure = await this.attempt(wanted);
    if (failure === undefined) return;
    if (wanted.length === 1) return this.parkFor(first, failure.error);
    const half = Math.ceil(wanted.length / 2);
    await this.write(wanted.slice(0, half));
    await this.write(wanted.slice(half));
  }

  /** Undefined when it went well; otherwise nothing of it is left. */
  private async attempt(
    events: readonly NumberedEvent[],
  ): Promise<{ readonly error: unknown } | undefined> {
    const { transaction, decoder, models } = this.place;
    await transaction.query('savepoint attempt');
    try {
      const decoded = await decoder.decodeNumbered(events);
      await applyEvents(decoded, models, this.place);
      await transaction.query('release savepoint attempt');
      this.applied.push(...decoded);
      return undefined;
    } catch (error) {
      if (!isAboutEvents(error)) throw error;
      await transaction.query('rollback to savepoint attempt; release savepoint attempt');
      return { error };
    }
  }

  /** Of one who is parked already nothing is to be said. */
  private async parkFor({ event, index }: NumberedEvent, error: unknown): Promise<void> {
    const { stream, revision, type } = event;
    const why = error instanceof Error ? error.message : String(error);
    const studentId = studentOf(event) ?? (await this.studentBehind(event));
    if (studentId === undefined) {
      const what = `Event ${index} (${type}, ${stream} at revision ${revision})`;
      throw projectorStopped(`${what} can't be applied: ${why}`, error);
    }
    if (this.place.parking.holds(studentId)) return;
    this.place.parking.add(studentId);
    const parked = { studentId, stream, revision, type, index };
    this.parked.push({ ...parked, reasonCode: reasonCodeOf(error), reason: why });
  }

  /** Whom the rows know behind what an event names. */
  private async studentBehind(event: StoredEvent): Promise<Uuid | undefined> {
    for (const model of this.place.models) {
      const studentId = await model.studentBehind?.(event, this.place);
      if (studentId !== undefined) return studentId;
    }
    return undefined;
  }
}

/** Whose students were parked, for the log: ids and codes, no values. */
export function parkedForLog({ parked }: { parked: readonly ParkedEvent[] }): readonly {
  readonly studentId: Uuid;
  readonly index: number;
  readonly reasonCode: string;
}[] {
  return parked.map(({ studentId, index, reasonCode }) => ({ studentId, index, reasonCode }));
}
