// What readers see of one stream now: durable events, less those that its metadata hides. A view is
// valid within one turn of the event loop; readers that wait make a new one.
import type { RecordedEvent } from '../storage/record.js';
import type { EventLog } from './event-log.js';
import type { StreamHead } from './stream-heads.js';
import {
  isMetadataStream,
  isSoftDeleted,
  METADATA_OF_METADATA,
  metadataStreamOf,
  originalStreamOf,
  type StreamMetadata,
} from './stream-metadata.js';

/** A page, and the revision to go on from; undefined at the end. */
export interface StreamPage {
  readonly events: RecordedEvent[];
  readonly next: number | undefined;
}

export class StreamView {
  readonly #log: EventLog;
  readonly #head: StreamHead;
  readonly #metadata: StreamMetadata;
  readonly isTombstoned: boolean;

  /** @throws StoreUnavailableError if the store may not answer any more. */
  static of(log: EventLog, stream: string): StreamView {
    log.assertReadable();
    return new StreamView(log, stream);
  }

  private constructor(log: EventLog, stream: string) {
    this.#log = log;
    this.#head = log.heads.get(stream);
    const isMetadata = isMetadataStream(stream);
    const original = isMetadata ? log.heads.get(originalStreamOf(stream)) : this.#head;
    this.isTombstoned = original.durable.tombstonePosition !== undefined;
    this.#metadata = isMetadata
      ? METADATA_OF_METADATA
      : log.heads.get(metadataStreamOf(stream)).durable.metadata;
  }

  /** Last revision that was ever written; -1 without events. */
  get last(): number {
    return this.#head.durable.last;
  }

  get isSoftDeleted(): boolean {
    return isSoftDeleted(this.#metadata);
  }

  /** To a reader, never written and soft-deleted are the same. */
  get isMissing(): boolean {
    return this.last < 0 || this.isSoftDeleted;
  }

  tombstone(): RecordedEvent | undefined {
    const position = this.#head.durable.tombstonePosition;
    return position === undefined ? undefined : this.#log.reader.at(position);
  }

  /** At most `limit` revisions from `from` upwards; expired ones among them are left out. */
  forwards(from: number, limit: number): StreamPage {
    const first = Math.max(from, this.#firstVisible());
    const last = Math.min(first + limit - 1, this.last);
    if (first > last) return { events: [], next: undefined };
    const next = last < this.last ? last + 1 : undefined;
    return { events: this.#unexpired({ first, last }), next };
  }

  /** At most `limit` revisions from `from` downwards. */
  backwards(from: number, limit: number): StreamPage {
    const lowest = this.#firstVisible();
    const last = Math.min(from, this.last);
    const first = Math.max(lowest, last - limit + 1);
    if (first > last) return { events: [], next: undefined };
    const next = first > lowest ? first - 1 : undefined;
    return { events: this.#unexpired({ first, last }).reverse(), next };
  }

  #firstVisible(): number {
    const { truncateBefore = 0, maxCount = Infinity } = this.#metadata;
    return Math.max(0, truncateBefore, this.last - maxCount + 1);
  }

  #unexpired(range: { first: number; last: number }): RecordedEvent[] {
    const events = this.#log.reader.revisions(this.#head, range);
    const { maxAgeSeconds } = this.#metadata;
    if (maxAgeSeconds === undefined) return events;
    const oldest = this.#log.now() - maxAgeSeconds * 1000;
    return events.filter((event) => event.createdMillis >= oldest);
  }
}
