// The client that subscriptions use, apart from the one that appends. A client that keeps failing
// may have lost its way for good, so after five failures in a row a new one takes its place.
import type { EventStoreDBClient } from '@eventstore/db-client';
import type { LogPosition, Subscription } from '../port.js';
import { connect, dispose } from './connection.js';
import { LogSubscription, type SubscriptionWatcher } from './log-subscription.js';

const FAILURES_MAX = 5;

export class SubscribingClient implements SubscriptionWatcher {
  private client: EventStoreDBClient;
  private readonly open = new Set<LogSubscription>();
  /** Subscriptions that failed since the last one that delivered something. */
  private failures = 0;

  constructor(private readonly connectionString: string) {
    this.client = connect(connectionString);
  }

  subscribe(after: LogPosition | undefined): Subscription {
    if (this.failures >= FAILURES_MAX && this.open.size === 0) {
      this.failures = 0;
      this.client = connect(this.connectionString);
    }
    const subscription = new LogSubscription(this.client, after, this);
    this.open.add(subscription);
    return subscription;
  }

  delivered(): void {
    this.failures = 0;
  }

  over(subscription: LogSubscription, failed: boolean): void {
    if (this.open.delete(subscription) && failed) this.failures += 1;
  }

  async close(): Promise<void> {
    await Promise.all([...this.open].map((subscription) => subscription.close()));
    await dispose(this.client);
  }
}
