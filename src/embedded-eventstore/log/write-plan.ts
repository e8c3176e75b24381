// One atomic write in the making: gives events their revisions and positions and moves the heads that
// writers see. Readers see nothing of it until `becomeDurable`.
import { encodeRecord, type ProposedEvent } from '../storage/record.js';
import type { Batch, RecordRow } from '../storage/writer.js';
import type { RecentIds } from './recent-ids.js';
import type { HeadState, StreamHead } from './stream-heads.js';
import { isMetadataStream, parseMetadata } from './stream-metadata.js';

export class WritePlan {
  readonly #touched = new Map<StreamHead, HeadState>();
  readonly #lastPositions = new Map<StreamHead, number>();
  readonly #records: RecordRow[] = [];
  #end: number;
  #lastPosition = 0;

  constructor(
    from: number,
    readonly createdMillis: number,
  ) {
    this.#end = from;
  }

  /** The position after the last record. */
  get end(): number {
    return this.#end;
  }

  get lastPosition(): number {
    return this.#lastPosition;
  }

  /** Where the stream's last event of this write is. */
  lastPositionIn(head: StreamHead): number | undefined {
    return this.#lastPositions.get(head);
  }

  /** Puts one event at the stream's end. */
  add(head: StreamHead, event: ProposedEvent, recent: RecentIds): void {
    const revision = head.latest.last + 1;
    const position = this.#place(head, event, revision);
    const metadata = isMetadataStream(head.name) ? parseMetadata(event.data) : head.latest.metadata;
    head.latest = { ...head.latest, last: revision, metadata };
    head.pending.push({ id: event.id, revision, position });
    recent.remember(event.id, { streamId: head.id, revision, position });
    this.#touch(head);
  }

  /** Ends the stream for good; the record has no place in the stream's sequence. */
  addTombstone(head: StreamHead, event: ProposedEvent): void {
    const tombstonePosition = this.#place(head, event, undefined);
    head.latest = { ...head.latest, tombstonePosition };
    this.#touch(head);
  }

  toBatch(): Batch {
    const heads = [...this.#touched].map(([head, state]) => ({
      id: head.id,
      name: head.name,
      lastRevision: state.last,
      tombstonePosition: state.tombstonePosition ?? null,
    }));
    return { records: this.#records, heads };
  }

  /** Shows the write to readers. Returns the names of the streams that changed. */
  becomeDurable(): string[] {
    for (const [head, state] of this.#touched) {
      head.durable = state;
      head.writesUnderWay -= 1;
      head.pending = head.pending.filter((event) => event.revision > state.last);
    }
    return [...this.#touched.keys()].map((head) => head.name);
  }

  #place(head: StreamHead, event: ProposedEvent, revision: number | undefined): number {
    const position = this.#end;
    const record = encodeRecord(event, {
      stream: head.name,
      revision: revision ?? 0,
      position,
      createdMillis: this.createdMillis,
      isTombstone: revision === undefined,
    });
    this.#records.push({ streamId: head.id, revision, position, record });
    this.#lastPosition = position;
    this.#lastPositions.set(head, position);
    this.#end += record.length;
    if (!Number.isSafeInteger(this.#end)) throw new RangeError('the log is full: position ≥ 2^53');
    return position;
  }

  #touch(head: StreamHead): void {
    if (!this.#touched.has(head)) head.writesUnderWay += 1;
    this.#touched.set(head, head.latest);
  }
}
