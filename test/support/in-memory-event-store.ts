// The event log in memory, with EventStoreDB's rules for exact revisions: an append one revision too
// late succeeds when the stream holds exactly its ids there (then the first bytes stay), and
// conflicts otherwise. A schedule makes it slow, forgetful and deadly, for model checks.
import { assert } from '../../src/kernel/assert.js';
import {
  APPEND_BYTES_MAX,
  APPEND_EVENTS_MAX,
  type AppendOutcome,
  type Delivery,
  type EncodedEvent,
  type EventStore,
  type ExpectedRevision,
  type LogPosition,
  type StoredEvent,
  type StreamMetadata,
  type Subscription,
} from '../../src/eventstore/index.js';
import type { Schedule } from './schedule.js';

interface Row {
  readonly stream: string;
  readonly revision: number;
  readonly event: EncodedEvent;
  readonly place: bigint;
}

/** Positions are no counts on a real server either. */
const PLACE_STEP = 100n;

export class InMemoryEventStore implements EventStore {
  private readonly log: Row[] = [];
  private readonly streams = new Map<string, Row[]>();
  private readonly metadata = new Map<string, StreamMetadata>();
  private readonly open = new Set<InMemorySubscription>();
  private readonly decoder = new TextDecoder();

  constructor(private readonly schedule?: Schedule) {}

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EncodedEvent[],
  ): Promise<AppendOutcome> {
    const bytes = events.reduce(
      (sum, { data, metadata }) => sum + data.length + metadata.length,
      0,
    );
    assert(
      events.length > 0 && events.length <= APPEND_EVENTS_MAX,
      'an append has 1 to 500 events',
    );
    assert(bytes <= APPEND_BYTES_MAX, 'an append has at most 400 KiB');
    const { schedule } = this;
    if (schedule === undefined) return this.write(stream, expected, events);
    await schedule.step();
    const fate = schedule.fateOfAppend();
    if (fate === 'delayed') {
      void schedule.turn().then(() => this.write(stream, expected, events));
      return { kind: 'in_doubt', cause: new Error('delayed') };
    }
    const outcome = this.write(stream, expected, events);
    await schedule.step();
    return fate === 'answered' ? outcome : { kind: 'in_doubt', cause: new Error('answer lost') };
  }

  async readStream(stream: string, fromRevision = 0, count = Infinity): Promise<StoredEvent[]> {
    await this.schedule?.step();
    const rows = this.streams.get(stream) ?? [];
    return rows.slice(fromRevision, fromRevision + count).map((row) => this.stored(row));
  }

  async readAll(options: {
    from?: LogPosition;
    direction?: 'forwards' | 'backwards';
    count: number;
  }): Promise<StoredEvent[]> {
    await this.schedule?.step();
    const { from, direction = 'forwards', count } = options;
    const rows =
      direction === 'forwards'
        ? this.log.filter(({ place }) => from === undefined || place >= from.commit)
        : this.log.filter(({ place }) => from === undefined || place < from.commit).reverse();
    return rows.slice(0, count).map((row) => this.stored(row));
  }

  subscribeToAll(after: LogPosition | undefined): Subscription {
    const behind = this.log.findIndex(({ place }) => after === undefined || place > after.commit);
    const next = behind === -1 ? this.log.length : behind;
    const source = { at: (n: number) => this.log[n], stored: (row: Row) => this.stored(row) };
    const subscription = new InMemorySubscription(source, next, () =>
      this.open.delete(subscription),
    );
    this.open.add(subscription);
    return subscription;
  }

  readStreamMetadata(stream: string): Promise<StreamMetadata> {
    return Promise.resolve(this.metadata.get(stream) ?? {});
  }

  /** Everything in the log, for a test that looks on from outside: no step, no crash. */
  committed(stream?: string): StoredEvent[] {
    const rows = stream === undefined ? this.log : (this.streams.get(stream) ?? []);
    return rows.map((row) => this.stored(row));
  }

  /** What an operator might do to a stream. */
  setStreamMetadata(stream: string, metadata: StreamMetadata): void {
    this.metadata.set(stream, metadata);
  }

  /** Drops every subscription, as a server that goes away does. */
  dropSubscriptions(): void {
    for (const subscription of this.open) subscription.end();
  }

  assertSpace(): Promise<void> {
    return Promise.resolve();
  }

  ready(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.dropSubscriptions();
    return Promise.resolve();
  }

  private write(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EncodedEvent[],
  ): AppendOutcome {
    const rows = this.streams.get(stream) ?? [];
    const next = expected === 'no_stream' ? 0 : expected + 1;
    if (next === rows.length) return this.add(stream, rows, events);
    const last = rows[next + events.length - 1];
    const isRepeat =
      last !== undefined && events.every(({ id }, n) => rows[next + n]?.event.id === id);
    return isRepeat ? { kind: 'appended', position: positionOf(last) } : { kind: 'conflict' };
  }

  private add(stream: string, rows: Row[], events: readonly EncodedEvent[]): AppendOutcome {
    this.streams.set(stream, rows);
    for (const event of events) {
      const place = BigInt(this.log.length + 1) * PLACE_STEP;
      const row = { stream, revision: rows.length, event, place };
      rows.push(row);
      this.log.push(row);
    }
    for (const subscription of this.open) subscription.wake();
    const last = rows.at(-1);
    return { kind: 'appended', position: last === undefined ? undefined : positionOf(last) };
  }

  private stored(row: Row): StoredEvent {
    const { stream, revision, event } = row;
    const data: StoredEvent['data'] = JSON.parse(this.decoder.decode(event.data));
    const metadata: StoredEvent['metadata'] = JSON.parse(this.decoder.decode(event.metadata));
    const { id, type } = event;
    return { id, stream, revision, type, data, metadata, position: positionOf(row) };
  }
}

function positionOf({ place }: Row): LogPosition {
  return { commit: place, prepare: place };
}

class InMemorySubscription implements Subscription {
  private ended = false;
  private wakeUp: () => void = () => undefined;

  constructor(
    private readonly source: {
      at(n: number): Row | undefined;
      stored(row: Row): StoredEvent;
    },
    private next: number,
    private readonly forget: () => void,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Delivery> {
    let live = false;
    try {
      while (!this.ended) {
        const row = this.source.at(this.next);
        if (row !== undefined) {
          this.next += 1;
          yield { kind: 'event', event: this.source.stored(row) };
        } else if (!live) {
          live = true;
          yield { kind: 'caught_up' };
        } else {
          await new Promise<void>((resolve) => (this.wakeUp = resolve));
        }
      }
    } finally {
      this.end();
    }
  }

  wake(): void {
    this.wakeUp();
  }

  end(): void {
    this.ended = true;
    this.forget();
    this.wakeUp();
  }

  close(): Promise<void> {
    this.end();
    return Promise.resolve();
  }
}
