// The event log as the rest of the system sees it: five verbs over streams of events. The adapter
// beside it is the only importer of the EventStoreDB client.
import type { FactMetadata, FactValue } from '../kernel/fact.js';
import type { Uuid } from '../kernel/ids.js';

export const EVENT_STORE = Symbol('EventStore');

/** A place in the whole log; lives only in checkpoints and consistency tokens, never in a fact. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

export interface StoredEvent {
  readonly id: Uuid;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: Readonly<Record<string, FactValue | undefined>>;
  readonly metadata: FactMetadata;
  readonly position: LogPosition;
}

/** An event ready for the wire: its bytes are what the hash in its metadata was computed over. */
export interface EncodedEvent {
  readonly id: Uuid;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** Most events of one append. */
export const APPEND_EVENTS_MAX = 500;

/** Most bytes of data and metadata of one append; servers count differently, all take this. */
export const APPEND_BYTES_MAX = 400 * 1024;

/** The revision that the stream must be at; there is no "any": it would lose the store's proof. */
export type ExpectedRevision = number | 'no_stream';

/**
 * What is known after one append: written (also when this very append had been written before),
 * refused because the stream is elsewhere, refused for another reason that a repeat would not mend
 * (no right, too large, stream deleted), not written for want of space, or in doubt (time-out, lost connection, anything that is no
 * typed refusal): it may be written or not, now or a moment later.
 */
export type AppendOutcome =
  | { readonly kind: 'appended'; readonly position: LogPosition | undefined }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused'; readonly cause: unknown }
  | { readonly kind: 'no_space'; readonly cause: unknown }
  | { readonly kind: 'in_doubt'; readonly cause: unknown };

/** What a subscription delivers in order: events, the change to live, and marks of progress. */
export type Delivery =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  | { readonly kind: 'caught_up' }
  | { readonly kind: 'progress'; readonly position: LogPosition };

export interface Subscription extends AsyncIterable<Delivery> {
  close(): Promise<void>;
}

export interface StreamMetadata {
  readonly truncateBefore?: number;
  readonly maxCount?: number;
  readonly maxAgeSeconds?: number;
}

export interface ReadAllOptions {
  readonly from?: LogPosition;
  /** Forwards when absent. */
  readonly direction?: 'forwards' | 'backwards';
  readonly count: number;
}

export interface EventStore {
  /** Appends all events or none; at most 500 events and 400 KiB. Never throws for an outcome. */
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EncodedEvent[],
  ): Promise<AppendOutcome>;
  /**
   * Events of a stream from a revision on, in order; none for a missing stream.
   * @throws AppError `unavailable` (`store_unavailable`).
   */
  readStream(stream: string, fromRevision?: number, count?: number): Promise<StoredEvent[]>;
  /**
   * Events of the whole log without the store's own (`$…`). Forwards from a position is inclusive.
   * @throws AppError `unavailable` (`store_unavailable`).
   */
  readAll(options: ReadAllOptions): Promise<StoredEvent[]>;
  /** Everything after a position (or from the start), then live; ends or throws when dropped. */
  subscribeToAll(after: LogPosition | undefined): Subscription;
  readStreamMetadata(stream: string): Promise<StreamMetadata>;
  /** Whether an append would be taken now. @throws AppError `unavailable` (`store_full`). */
  assertSpace(): Promise<void>;
  /** Resolves when the first append can be served (warm connection). */
  ready(): Promise<void>;
  close(): Promise<void>;
}
