// The round of every sweeper: what the log promises, nobody is working on and has no end yet is
// finished, one after the other; one that can't be keeps no other waiting and is tried again.
import type { EventStore, StoredEvent } from '../../../eventstore/index.js';
import type { Clock } from '../../../kernel/clock.js';
import type { Logger } from '../../../kernel/logger.js';
import type { ProcessCheckpoints, Sweeper } from '../ports.js';
import { OpenItems, type Meaning } from './open-items.js';

/** Younger promises are being kept by whoever made them. */
const AGE_MILLISECONDS_MIN = 5_000;

export interface SweeperTools {
  readonly store: EventStore;
  readonly checkpoints: ProcessCheckpoints;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Promises<Item extends object> {
  /** Of the process; its checkpoint is stored under it. */
  readonly name: string;
  meaningOf(event: StoredEvent): Meaning<Item> | undefined;
  /** Finishes one, or finds it finished. */
  keep(item: Item): Promise<void>;
}

export class PromiseSweeper<Item extends object> implements Sweeper {
  readonly name: string;
  private readonly open: OpenItems<Item>;

  constructor(
    private readonly promises: Promises<Item>,
    private readonly tools: SweeperTools,
  ) {
    this.name = promises.name;
    this.open = new OpenItems({
      ...tools,
      name: this.name,
      meaningOf: (event) => promises.meaningOf(event),
    });
  }

  async sweep(): Promise<void> {
    await this.open.refresh();
    const due = this.open.olderThan(AGE_MILLISECONDS_MIN, this.tools.clock.now());
    for (const item of due) await this.keep(item);
  }

  private async keep(item: Item): Promise<void> {
    try {
      await this.promises.keep(item);
    } catch (error) {
      const fields = { ...item, sweeper: this.name, error: String(error) };
      this.tools.logger.error(fields, 'a promise of the books is not kept yet; it is tried again');
    }
  }
}
