// A subscription can fall silent without an end or an error. The watchdog looks at the log itself:
// when its head is ahead of what was applied at two looks in a row and nothing has come in between,
// the subscription counts as dropped.
import type { EventStore, LogPosition } from '../../eventstore/port.js';
import { Dropped } from './failure.js';

export interface Progress {
  /** Of the last event applied; −1 before the first. */
  readonly commit: bigint;
  /** Deliveries so far, of any kind. */
  readonly deliveries: number;
}

const EVERY_MILLISECONDS = 2_500;

export class Watchdog {
  private lookedAt: number;
  private suspect: Progress | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly everyMilliseconds = EVERY_MILLISECONDS,
  ) {
    this.lookedAt = performance.now();
  }

  /**
   * To be called while nothing is delivered; looks at the log when it is time again.
   * @throws Dropped when the log has more than the subscription brought; AppError `unavailable`.
   */
  async look(progress: Progress): Promise<void> {
    if (performance.now() - this.lookedAt < this.everyMilliseconds) return;
    const head = await headOf(this.store);
    this.lookedAt = performance.now();
    const behind = head !== undefined && head.commit > progress.commit;
    if (behind && this.suspect?.deliveries === progress.deliveries) {
      throw new Dropped(`the subscription is silent although the log is at ${head.commit}`);
    }
    this.suspect = behind ? progress : undefined;
  }
}

/** Position of the last event of the log. */
export async function headOf(store: EventStore): Promise<LogPosition | undefined> {
  const [last] = await store.readAll({ direction: 'backwards', count: 1 });
  return last?.position;
}
