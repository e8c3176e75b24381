// The event log over the official EventStoreDB client (6.2.1, the last release under that name);
// this file and its folder `esdb` are the only importers of it. What the client gets wrong or
// leaves open is settled here, so that nobody else needs to know.
import {
  BACKWARDS,
  END,
  FORWARDS,
  NO_STREAM,
  START,
  type EventStoreDBClient,
  type RecordedEvent,
} from '@eventstore/db-client';
import { assert } from '../kernel/assert.js';
import { AppendLanes } from './esdb/append-lanes.js';
import { AppendProbe } from './esdb/append-probe.js';
import { connect, dispose } from './esdb/connection.js';
import { outcomeOfFailure, storeUnavailable } from './esdb/failures.js';
import { drain, READ_AHEAD } from './esdb/reading.js';
import { clientEvent, isSystemEvent, storedEvent } from './esdb/records.js';
import { SubscribingClient } from './esdb/subscribing-client.js';
import {
  APPEND_BYTES_MAX,
  APPEND_EVENTS_MAX,
  type AppendOutcome,
  type EncodedEvent,
  type EventStore,
  type ExpectedRevision,
  type LogPosition,
  type ReadAllOptions,
  type StoredEvent,
  type StreamMetadata,
  type Subscription,
} from './port.js';
import { realTiming, type Timing } from './timing.js';

export interface EventStoreOptions {
  /** `esdb://…` or `kurrentdb://…`, credentials included: given per call they halve the speed. */
  readonly connectionString: string;
  /** An append without an answer for so long is in doubt; the client has no timer of its own. */
  readonly appendTimeoutMilliseconds?: number;
  /** A read to which nothing arrives for so long has failed. */
  readonly readStallMilliseconds?: number;
}

const ANSWER_WITHIN_MILLISECONDS = 5000;
/** Events of the whole log that one call asks for at least: system events are left out afterwards. */
const PAGE_EVENTS_MIN = 64;

/**
 * The one appending client of this process: the client's table of pending appends is shared by all
 * clients of a process, and a failure of one would reject appends of another that were written.
 * @throws AppError `invalid` (`bad_configuration`).
 */
export function createEventStore(options: EventStoreOptions): EventStore {
  return new EventStoreDbEventStore(options);
}

export class EventStoreDbEventStore implements EventStore {
  /** Loads and appends. An error closes the channel that it happens on, so subscriptions have their own. */
  private readonly client: EventStoreDBClient;
  private readonly subscribing: SubscribingClient;
  private readonly lanes = new AppendLanes();
  private readonly decoder = new TextDecoder();
  private readonly timing: Timing = realTiming;
  private readonly probe: AppendProbe;
  private readonly appendTimeoutMilliseconds: number;
  private readonly stallMilliseconds: number;

  constructor(options: EventStoreOptions) {
    this.client = connect(options.connectionString);
    this.subscribing = new SubscribingClient(options.connectionString);
    this.probe = new AppendProbe((stream) => this.write(stream, 'no_stream', []), this.timing);
    this.appendTimeoutMilliseconds =
      options.appendTimeoutMilliseconds ?? ANSWER_WITHIN_MILLISECONDS;
    this.stallMilliseconds = options.readStallMilliseconds ?? ANSWER_WITHIN_MILLISECONDS;
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EncodedEvent[],
  ): Promise<AppendOutcome> {
    assert(events.length > 0, 'an append has at least one event');
    assert(events.length <= APPEND_EVENTS_MAX, 'an append has at most 500 events');
    const bytes = events.reduce(
      (sum, { data, metadata }) => sum + data.length + metadata.length,
      0,
    );
    assert(bytes <= APPEND_BYTES_MAX, 'an append has at most 400 KiB');
    return this.write(stream, expected, events);
  }

  async readStream(stream: string, fromRevision = 0, count?: number): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    const options = { fromRevision: BigInt(fromRevision), maxCount: count };
    const reading = this.client.readStream(stream, options, READ_AHEAD);
    await drain(reading, this.named(stream), ({ event }) => {
      if (event !== undefined) events.push(storedEvent(event));
      return 'more';
    });
    return events;
  }

  async readAll(options: ReadAllOptions): Promise<StoredEvent[]> {
    const maxCount = Math.max(options.count, PAGE_EVENTS_MIN);
    const events: StoredEvent[] = [];
    let from = options.from;
    for (;;) {
      const page = await this.page({ from, direction: options.direction, maxCount });
      for (const record of page) {
        // Forwards a page begins with the last event of the page before it.
        const known = from !== options.from && record.position?.commit === from?.commit;
        if (!known && !isSystemEvent(record.type)) events.push(storedEvent(record));
        if (events.length === options.count) return events;
      }
      const last = page.at(-1);
      if (page.length < maxCount || last === undefined) return events;
      from = last.position;
    }
  }

  subscribeToAll(after: LogPosition | undefined): Subscription {
    return this.subscribing.subscribe(after);
  }

  async readStreamMetadata(stream: string): Promise<StreamMetadata> {
    try {
      const { metadata } = await this.client.getStreamMetadata(stream);
      const { truncateBefore, maxCount, maxAge } = metadata ?? {};
      return {
        truncateBefore: typeof truncateBefore === 'number' ? truncateBefore : undefined,
        maxCount,
        maxAgeSeconds: maxAge,
      };
    } catch (error) {
      throw storeUnavailable(`metadata of ${stream}`, error);
    }
  }

  ready(): Promise<void> {
    return this.probe.ready();
  }

  assertSpace(): Promise<void> {
    return this.probe.assertSpace();
  }

  async close(): Promise<void> {
    await this.subscribing.close();
    await dispose(this.client);
  }

  /** Settles within the time-out, whatever the client does; an answer after it changes nothing. */
  private async write(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EncodedEvent[],
  ): Promise<AppendOutcome> {
    const clientEvents = events.map((event) => clientEvent(event, this.decoder));
    const expectedRevision = expected === 'no_stream' ? NO_STREAM : BigInt(expected);
    let late = false;
    const write = () => this.client.appendToStream(stream, clientEvents, { expectedRevision });
    const written = this.lanes
      .run(write, () => late)
      .then((result): AppendOutcome => ({ kind: 'appended', position: result?.position }))
      .catch(outcomeOfFailure)
      .then((outcome) => this.probe.noticed(outcome));
    return this.timing.within(this.appendTimeoutMilliseconds, written, () => {
      late = true;
      const cause = new Error(`no answer within ${this.appendTimeoutMilliseconds} ms`);
      return { kind: 'in_doubt', cause };
    });
  }

  private async page(options: {
    from: LogPosition | undefined;
    direction: 'forwards' | 'backwards' | undefined;
    maxCount: number;
  }): Promise<RecordedEvent[]> {
    const { from, maxCount } = options;
    const backwards = options.direction === 'backwards';
    const records: RecordedEvent[] = [];
    const reading = this.client.readAll(
      {
        fromPosition: from ?? (backwards ? END : START),
        direction: backwards ? BACKWARDS : FORWARDS,
        maxCount,
      },
      READ_AHEAD,
    );
    await drain(reading, this.named('the log'), ({ event }) => {
      if (event !== undefined) records.push(event);
      return 'more';
    });
    return records;
  }

  private named(what: string): { what: string; stallMilliseconds: number } {
    return { what, stallMilliseconds: this.stallMilliseconds };
  }
}
