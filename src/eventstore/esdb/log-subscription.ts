// One subscription to the whole log, as an ordered sequence of deliveries. The client announces
// progress and the change to live beside its event stream, ahead of what is still buffered; here
// both are put into the stream, so that they come when the events before them have been handled.
import {
  excludeSystemEvents,
  START,
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import type { Delivery, LogPosition, Subscription } from '../port.js';
import { storeUnavailable } from './failures.js';
import { READ_AHEAD } from './reading.js';
import { storedEvent } from './records.js';

/** Events that the server looks at before it must say how far it got. */
const SEARCH_WINDOW = 1000;
const WINDOWS_PER_CHECKPOINT = 16;

type Mark = Exclude<Delivery, { kind: 'event' }>;

export interface SubscriptionWatcher {
  /** Something arrived. */
  delivered(): void;
  /** It is over; `failed` unless its consumer closed it. */
  over(subscription: LogSubscription, failed: boolean): void;
}

export class LogSubscription implements Subscription {
  private readonly source: AllStreamSubscription;
  private closed = false;

  constructor(
    client: EventStoreDBClient,
    after: LogPosition | undefined,
    private readonly watcher: SubscriptionWatcher,
  ) {
    const filter = excludeSystemEvents({
      maxSearchWindow: SEARCH_WINDOW,
      checkpointInterval: WINDOWS_PER_CHECKPOINT,
      // A throw in here would hang the subscription, so it does nothing but this.
      checkpointReached: (_subscription, position) => this.mark({ kind: 'progress', position }),
    });
    this.source = client.subscribeToAll({ fromPosition: after ?? START, filter }, READ_AHEAD);
    this.source.on('caughtUp', () => this.mark({ kind: 'caught_up' }));
    this.source.on('error', () => this.watcher.over(this, !this.closed));
  }

  /** Ends without an error when the server or `close` ended it: for its consumer both are a drop. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Delivery> {
    const items: AsyncIterable<AllStreamResolvedEvent | Mark> = this.source;
    try {
      for await (const item of items) {
        this.watcher.delivered();
        if ('kind' in item) yield item;
        else if (item.event !== undefined) yield { kind: 'event', event: storedEvent(item.event) };
      }
    } catch (error) {
      if (!this.closed) throw storeUnavailable('subscription to the log', error);
    } finally {
      this.watcher.over(this, !this.closed);
      await this.close();
    }
  }

  close(): Promise<void> {
    if (this.closed) return Promise.resolve();
    this.closed = true;
    // A call that never came to be (no server was found) has nothing to cancel.
    this.source.unsubscribe().catch(() => this.watcher.over(this, false));
    this.source.destroy();
    this.watcher.over(this, false);
    return Promise.resolve();
  }

  private mark(mark: Mark): void {
    this.source.push(mark);
  }
}
