// How far the read models are in the log, as a value.
import type { LogPosition, StoredEvent } from '../../eventstore/port.js';
import { assert } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import { restoredIdIn } from './log-id.js';

export interface CheckpointFields {
  readonly commit: bigint;
  readonly prepare: bigint;
  /** The last event applied; undefined before the first. */
  readonly eventId: Uuid | undefined;
  /** What tells this log from another: see `logIdOf`. */
  readonly logId: Uuid | undefined;
  /** Grows with each new leader. */
  readonly epoch: number;
  /** Log index of the last event applied; 0 before the first. */
  readonly index: number;
}

export class Checkpoint implements CheckpointFields {
  static readonly START = new Checkpoint({
    commit: -1n,
    prepare: -1n,
    eventId: undefined,
    logId: undefined,
    epoch: 0,
    index: 0,
  });

  readonly commit: bigint;
  readonly prepare: bigint;
  readonly eventId: Uuid | undefined;
  readonly logId: Uuid | undefined;
  readonly epoch: number;
  readonly index: number;

  constructor(fields: CheckpointFields) {
    this.commit = fields.commit;
    this.prepare = fields.prepare;
    this.eventId = fields.eventId;
    this.logId = fields.logId;
    this.epoch = fields.epoch;
    this.index = fields.index;
  }

  /** Where a subscription goes on; undefined: from the start. */
  get position(): LogPosition | undefined {
    return this.eventId === undefined ? undefined : { commit: this.commit, prepare: this.prepare };
  }

  isBefore({ position }: StoredEvent): boolean {
    return this.commit < position.commit;
  }

  /** What of a delivery is later than this; what comes twice in it counts once. */
  laterOf(events: readonly StoredEvent[]): StoredEvent[] {
    let last = this.commit;
    return events.filter(({ position }) => {
      const isNew = position.commit > last;
      if (isNew) last = position.commit;
      return isNew;
    });
  }

  /** After a batch of events, all of them later in the log than this. */
  after(events: readonly StoredEvent[]): Checkpoint {
    const [first, last] = [events[0], events.at(-1)];
    assert(first !== undefined && last !== undefined, 'a batch has events');
    assert(this.isBefore(first), `event ${first.id} is after the checkpoint`);
    return new Checkpoint({
      ...last.position,
      eventId: last.id,
      logId: restoredIdIn(events) ?? this.logId ?? first.id,
      epoch: this.epoch,
      index: this.index + events.length,
    });
  }
}
