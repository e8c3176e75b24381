// From the log into the read models, for as long as this process leads: subscribe after the last
// applied event, apply batch after batch, and after any end of the subscription begin again from
// there. The events of the log decide where to go on, never the store's marks of progress.
import type { EventStore } from '../../eventstore/port.js';
import type { Logger } from '../../kernel/logger.js';
import type { BatchWriter } from './batch-writer.js';
import { BATCH_LIMITS, Batcher, type Batch, type BatchLimits } from './batcher.js';
import { parkedForLog } from './careful-batch.js';
import type { Checkpoint } from './checkpoint.js';
import { Dropped, kindOfFailure } from './failure.js';
import { beatHeart } from './heartbeat.js';
import { BackOff } from './pause.js';
import type { Statistics } from './statistics.js';
import type { Queryable } from './version.js';
import { Watchdog } from './watchdog.js';

export interface SubscriptionLoopOptions {
  readonly store: EventStore;
  readonly writer: BatchWriter;
  readonly database: Queryable;
  /** Schema of the version that is written. */
  readonly schema: string;
  readonly statistics: Statistics;
  readonly logger: Logger;
  readonly limits?: BatchLimits | undefined;
  readonly watchdogMilliseconds?: number | undefined;
}

export class SubscriptionLoop {
  private readonly limits: BatchLimits;

  constructor(
    private readonly options: SubscriptionLoopOptions,
    private checkpoint: Checkpoint,
  ) {
    this.limits = options.limits ?? BATCH_LIMITS;
  }

  /**
   * Runs until the signal is aborted; a batch that is being applied is finished first.
   * @throws Fenced when somebody else has taken over; whatever fails in the same way on every try.
   */
  async run(stop: AbortSignal): Promise<void> {
    const backOff = new BackOff();
    while (!stop.aborted) {
      const before = this.checkpoint.index;
      try {
        await this.follow(stop);
        if (stop.aborted) return;
        throw new Dropped('the subscription ended');
      } catch (error) {
        if (kindOfFailure(error) !== 'transient') throw error;
        this.options.logger.warn(
          { error: String(error), index: this.checkpoint.index },
          'the projector lost the log or Postgres; it goes on from the last applied event',
        );
      }
      if (this.checkpoint.index > before) backOff.reset();
      await backOff.wait(stop);
    }
  }

  /** One subscription, from its start to its end. */
  private async follow(stop: AbortSignal): Promise<void> {
    const subscription = this.options.store.subscribeToAll(this.checkpoint.position);
    const batcher = new Batcher(this.limits);
    const stopBatcher = () => batcher.stop();
    stop.addEventListener('abort', stopBatcher);
    const filling = batcher.fill(subscription);
    try {
      await this.applyAll(batcher, stop);
    } finally {
      stop.removeEventListener('abort', stopBatcher);
      batcher.stop();
      await subscription.close();
      await filling;
    }
  }

  private async applyAll(batcher: Batcher, stop: AbortSignal): Promise<void> {
    const watchdog = new Watchdog(this.options.store, this.options.watchdogMilliseconds);
    while (!stop.aborted) {
      const batch = await batcher.take();
      if (batch === undefined || stop.aborted) return;
      if (batch.events.length > 0) await this.apply(batch);
      else await this.idle(batch, batcher, watchdog);
    }
  }

  private async apply({ events, current }: Batch): Promise<void> {
    const written = await this.options.writer.apply(events, this.checkpoint, current);
    this.checkpoint = written.checkpoint;
    if (written.parked.length > 0) {
      const students = parkedForLog(written);
      this.options.logger.error({ students }, 'students are parked: an event can’t be applied');
    }
    this.options.statistics.look(this.checkpoint.index);
  }

  private async idle(batch: Batch, batcher: Batcher, watchdog: Watchdog): Promise<void> {
    const { database, schema } = this.options;
    await beatHeart(database, schema, { at: this.checkpoint, current: batch.current });
    const { commit } = this.checkpoint;
    await watchdog.look({ commit, deliveries: batcher.deliveries });
  }
}
