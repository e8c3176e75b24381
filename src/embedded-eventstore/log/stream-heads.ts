// The heads of streams in memory: what decisions are made on. They are loaded when first asked for
// and dropped when there are too many, so a log of any number of streams runs in bounded memory.
// A head with a write under way is never dropped: memory is then ahead of the disk.
import type { LogReader } from '../storage/log-reader.js';
import {
  isMetadataStream,
  NO_METADATA,
  parseMetadata,
  type StreamMetadata,
} from './stream-metadata.js';

export interface PendingEvent {
  readonly id: Buffer;
  readonly revision: number;
  readonly position: number;
}

/** One of a pair: as writers see the stream (`latest`), or as readers do (`durable`). */
export interface HeadState {
  readonly last: number;
  readonly tombstonePosition: number | undefined;
  /** Of a stream `$$x`: the metadata that it holds for `x`. */
  readonly metadata: StreamMetadata;
}

export interface StreamHead {
  /** 0 until the stream's first write. */
  id: number;
  readonly name: string;
  latest: HeadState;
  durable: HeadState;
  /** Events on their way to the disk, oldest first. */
  pending: PendingEvent[];
  writesUnderWay: number;
}

const MISSING: HeadState = { last: -1, tombstonePosition: undefined, metadata: NO_METADATA };

export class StreamHeads {
  readonly #heads = new Map<string, StreamHead>();
  readonly #reader: LogReader;
  readonly #headsMax: number;
  #nextId: number;

  constructor(reader: LogReader, headsMax = 50_000) {
    this.#reader = reader;
    this.#headsMax = headsMax;
    this.#nextId = reader.highestStreamId() + 1;
  }

  /** Heads in memory now. */
  get size(): number {
    return this.#heads.size;
  }

  /** The head of any name; a stream without events has one too. Valid for this turn only. */
  get(name: string): StreamHead {
    const known = this.#heads.get(name);
    const head = known ?? this.#load(name);
    // Moved to the young end, so that no other look-up of this turn can drop it.
    if (known !== undefined) this.#heads.delete(name);
    this.#heads.set(name, head);
    if (this.#heads.size > this.#headsMax) this.#evict();
    return head;
  }

  /** Drops all of them, also those with a write under way: it was taken back. */
  forget(): void {
    this.#heads.clear();
    this.#nextId = this.#reader.highestStreamId() + 1;
  }

  /** Gives a stream that is written for the first time its number. */
  assignId(head: StreamHead): void {
    if (head.id === 0) head.id = this.#nextId++;
  }

  #load(name: string): StreamHead {
    const stored = this.#reader.head(name);
    const state = stored === undefined ? MISSING : this.#stateOf(name, stored);
    const id = stored?.id ?? 0;
    return { id, name, latest: state, durable: state, pending: [], writesUnderWay: 0 };
  }

  #stateOf(name: string, stored: NonNullable<ReturnType<LogReader['head']>>): HeadState {
    const { id, lastRevision: last, tombstonePosition } = stored;
    const holdsMetadata = isMetadataStream(name) && last >= 0;
    const [event] = holdsMetadata
      ? this.#reader.revisions({ id, name }, { first: last, last })
      : [];
    const metadata = event === undefined ? NO_METADATA : parseMetadata(event.data);
    return { last, tombstonePosition, metadata };
  }

  /** Drops a fifth, oldest first. */
  #evict(): void {
    let left = Math.ceil(this.#headsMax / 5);
    for (const [name, head] of this.#heads) {
      if (left === 0) return;
      if (head.writesUnderWay > 0) continue;
      this.#heads.delete(name);
      left -= 1;
    }
  }
}
