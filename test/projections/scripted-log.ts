// An event log in memory whose subscriptions can be dropped, silenced and cut short on purpose.
import { AppError } from '../../src/kernel/app-error.js';
import type {
  AppendOutcome,
  Delivery,
  EventStore,
  LogPosition,
  StoredEvent,
  StreamMetadata,
  Subscription,
} from '../../src/eventstore/port.js';

export class ScriptedLog implements EventStore {
  readonly events: StoredEvent[] = [];
  /** Events of the log that each subscription began after. */
  readonly subscribedAfter: (LogPosition | undefined)[] = [];
  private readonly open = new Set<ScriptedSubscription>();
  private down = false;

  add(...events: readonly StoredEvent[]): void {
    this.events.push(...events);
    this.wake();
  }

  /** Ends every subscription without an error, or with one. */
  drop(error?: Error): void {
    for (const subscription of this.open) subscription.end(error);
  }

  /** Subscriptions that are open now bring nothing more, and do not end. */
  fallSilent(): void {
    for (const subscription of this.open) subscription.mute();
  }

  /** The last events that were delivered come once more, before what is new. */
  deliverAgain(count: number): void {
    for (const subscription of this.open) subscription.goBack(count);
  }

  setDown(down: boolean): void {
    this.down = down;
    if (down) this.drop(storeDown());
  }

  subscribeToAll(after: LogPosition | undefined): Subscription {
    this.subscribedAfter.push(after);
    const from = after === undefined ? 0 : this.indexOf(after) + 1;
    const subscription = new ScriptedSubscription(this.events, from, () =>
      this.open.delete(subscription),
    );
    this.open.add(subscription);
    if (this.down) subscription.end(storeDown());
    return subscription;
  }

  readAll(options: {
    from?: LogPosition;
    direction?: 'forwards' | 'backwards';
    count: number;
  }): Promise<StoredEvent[]> {
    if (this.down) return Promise.reject(storeDown());
    const { from, direction = 'forwards', count } = options;
    if (direction === 'backwards') return Promise.resolve(this.events.slice(-count).toReversed());
    const start = from === undefined ? 0 : this.events.findIndex(atOrAfter(from));
    return Promise.resolve(start < 0 ? [] : this.events.slice(start, start + count));
  }

  readStream(stream: string): Promise<StoredEvent[]> {
    if (this.down) return Promise.reject(storeDown());
    return Promise.resolve(this.events.filter((event) => event.stream === stream));
  }

  append(): Promise<AppendOutcome> {
    return Promise.resolve({ kind: 'in_doubt', cause: 'a scripted log is not written to' });
  }

  readStreamMetadata(): Promise<StreamMetadata> {
    return Promise.resolve({});
  }

  assertSpace(): Promise<void> {
    return Promise.resolve();
  }

  ready(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.drop();
    return Promise.resolve();
  }

  private indexOf(position: LogPosition): number {
    return this.events.findLastIndex((event) => event.position.commit <= position.commit);
  }

  private wake(): void {
    for (const subscription of this.open) subscription.wake();
  }
}

class ScriptedSubscription implements Subscription {
  private wakeUp: (() => void) | undefined;
  private over: { error?: Error | undefined } | undefined;
  private muted = false;

  constructor(
    private readonly events: readonly StoredEvent[],
    private next: number,
    private readonly onEnd: () => void,
  ) {}

  async *[Symbol.asyncIterator](): AsyncIterator<Delivery> {
    let live = false;
    for (;;) {
      if (this.over !== undefined) {
        if (this.over.error !== undefined) throw this.over.error;
        return;
      }
      const event = this.muted ? undefined : this.events[this.next];
      if (event !== undefined) {
        this.next += 1;
        yield { kind: 'event', event };
      } else if (!live && !this.muted) {
        live = true;
        yield { kind: 'caught_up' };
      } else {
        await new Promise<void>((resolve) => {
          this.wakeUp = resolve;
        });
      }
    }
  }

  wake(): void {
    this.wakeUp?.();
  }

  goBack(count: number): void {
    this.next = Math.max(0, this.next - count);
    this.wake();
  }

  mute(): void {
    this.muted = true;
  }

  end(error?: Error): void {
    this.over ??= { error };
    this.onEnd();
    this.wake();
  }

  close(): Promise<void> {
    this.end();
    return Promise.resolve();
  }
}

function atOrAfter(position: LogPosition) {
  return (event: StoredEvent) => event.position.commit >= position.commit;
}

function storeDown(): AppError {
  return new AppError('unavailable', 'The log is down.', { code: 'store_unavailable' });
}
