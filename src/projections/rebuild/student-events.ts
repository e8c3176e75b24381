// What the log says about one student, numbered as in the whole log: the student's own streams, and what
// receipt books and charge runs say of the student. The log index is nowhere but in the order of all
// events, so all are read.
import type { EventStore, LogPosition, StoredEvent } from '../../eventstore/port.js';
import type { Uuid } from '../../kernel/ids.js';
import type { ChargeRunChunkFrozenData } from '../../modules/billing/domain/charge-run.events.js';
import type { Checkpoint } from '../runner/checkpoint.js';
import { projectorStopped, REBUILD_COMMAND } from '../runner/failure.js';
import type { NumberedEvent } from '../runner/parking.js';
import { studentOf } from '../runner/student-of.js';

const PAGE_EVENTS = 2_000;

export class StudentEvents {
  readonly found: NumberedEvent[] = [];
  private position: LogPosition | undefined;
  private index = 0;

  constructor(
    private readonly store: EventStore,
    private readonly studentId: Uuid,
  ) {}

  /**
   * Reads from where it left off through the event at a checkpoint. O(events between).
   * @throws AppError `internal` (`projector_stopped`) when that event has another index: the log is not
   *   the one that was projected; `unavailable` (`store_unavailable`).
   */
  async readThrough(checkpoint: Checkpoint): Promise<void> {
    while (this.index < checkpoint.index) {
      const page = await this.page();
      if (page.length === 0) break;
      for (const event of page.slice(0, checkpoint.index - this.index)) this.take(event);
    }
    if (this.position?.commit === checkpoint.position?.commit) return;
    throw projectorStopped(
      `Event ${checkpoint.index} is elsewhere in the log than it was. ` +
        `Rebuild the lists with: ${REBUILD_COMMAND}`,
    );
  }

  private take(event: StoredEvent): void {
    this.position = event.position;
    this.index += 1;
    if (concerns(event, this.studentId)) this.found.push({ event, index: this.index });
  }

  /** A read forwards begins with the event at the place itself. */
  private async page(): Promise<StoredEvent[]> {
    const from = this.position;
    if (from === undefined) return this.store.readAll({ count: PAGE_EVENTS });
    const page = await this.store.readAll({ from, count: PAGE_EVENTS });
    return page.filter(({ position }) => position.commit > from.commit);
  }
}

function concerns(event: StoredEvent, studentId: Uuid): boolean {
  if (event.type !== 'ChargeRunChunkFrozen') return studentOf(event) === studentId;
  const { students } = event.data as unknown as ChargeRunChunkFrozenData;
  return students.some((student) => student.studentId === studentId);
}
