// The log: appends, deletions and what readers may see of them. Visible means durable: an event is
// seen by nobody before its acknowledgement could be sent. Every decision is made and enqueued in one
// turn of the event loop on heads in memory, so two writers can never both win.
import { randomUUID } from 'node:crypto';
import type { DatabaseOptions } from '../storage/database.js';
import { GroupCommit, type StoreState } from '../storage/group-commit.js';
import { LogReader } from '../storage/log-reader.js';
import type { ProposedEvent } from '../storage/record.js';
import { decideAppend, type StreamState } from './append-decision.js';
import { ANY, STREAM_EXISTS, type ExpectedRevision } from './expected-revision.js';
import { RecentIds } from './recent-ids.js';
import { Signals } from './signals.js';
import { StreamHeads, type StreamHead } from './stream-heads.js';
import {
  isMetadataStream,
  isSoftDeleted,
  METADATA_TYPE,
  metadataStreamOf,
  originalStreamOf,
  SOFT_DELETED,
  withTruncateBefore,
} from './stream-metadata.js';
import { WritePlan } from './write-plan.js';

export type WriteOutcome =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number | undefined }
  | { readonly kind: 'conflict'; readonly current: number }
  | { readonly kind: 'deleted' };

export interface EventLogOptions extends DatabaseOptions {
  /** Told when the log stops taking writes, and when it takes them again. */
  readonly onState: (state: StoreState, message: string) => void;
  readonly now: () => number;
  /** Streams whose heads are kept in memory; more are loaded when they are asked for. */
  readonly headsMax?: number;
}

const TOMBSTONE_TYPE = '$streamDeleted';
const EMPTY = new Uint8Array();

export class EventLog {
  readonly reader: LogReader;
  readonly heads: StreamHeads;
  readonly signals = new Signals();
  readonly now: () => number;
  readonly #writer: GroupCommit;
  #recent = new RecentIds();
  #nextPosition: number;
  #durableEnd: number;
  #lastPosition: number;

  /** Opens a prepared database (`prepareDatabase`). */
  constructor(options: EventLogOptions) {
    this.now = options.now;
    this.reader = new LogReader(options.path);
    this.heads = new StreamHeads(this.reader, options.headsMax);
    const { next, last } = tailOf(this.reader);
    this.#nextPosition = this.#durableEnd = next;
    this.#lastPosition = last;
    this.#writer = new GroupCommit(options, {
      onState: options.onState,
      onTakenBack: () => this.#takeBack(),
    });
  }

  /** The position after the last event that may be seen. */
  get end(): number {
    return this.#durableEnd;
  }

  /** @throws StoreUnavailableError once a commit has failed; a full disk still lets readers in. */
  assertReadable(): void {
    if (this.#writer.state === 'failed' || this.#writer.state === 'closed')
      throw this.#writer.refusal();
  }

  /**
   * Appends atomically; no events ask for space. A repeat is answered when its original is durable.
   * @returns `conflict` with the current revision, `deleted`, or the last event's place.
   * @throws StoreUnavailableError (as a rejection) if nothing can be written.
   */
  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly ProposedEvent[],
  ): Promise<WriteOutcome> {
    this.#writer.assertOpen();
    const head = this.heads.get(stream);
    const ids = events.map((event) => event.id);
    const decision = decideAppend(this.#stateOf(head), expected, ids);
    switch (decision.kind) {
      case 'write':
        return this.#write(this.#planAppend(head, events), head);
      case 'nothing': {
        await this.#writer.assertSpace();
        const revision = Math.max(head.latest.last, 0);
        return { kind: 'written', revision, position: this.#lastPosition };
      }
      case 'repeat':
        await this.#writer.flushed();
        return { ...decision, kind: 'written' };
      case 'conflict':
        return { kind: 'conflict', current: head.latest.last };
      case 'deleted':
        return { kind: 'deleted' };
    }
  }

  /** Soft delete: hides all events by metadata; writing again re-opens the stream. */
  async softDelete(stream: string, expected: ExpectedRevision): Promise<WriteOutcome> {
    this.#writer.assertOpen();
    const head = this.heads.get(stream);
    const state = this.#stateOf(head);
    const refusal = this.#refuseDeletion(state, expected);
    if (refusal !== undefined) return refusal;
    if (state.current < 0 && !state.hasMetadata) return { kind: 'conflict', current: -1 };
    const metadata = this.heads.get(metadataStreamOf(stream));
    const plan = this.#newPlan();
    this.#addMetadata(plan, metadata, Buffer.from(SOFT_DELETED));
    return this.#write(plan, metadata);
  }

  /** Hard delete: the stream can never be read or written again, even if it never was. */
  async tombstone(stream: string, expected: ExpectedRevision): Promise<WriteOutcome> {
    this.#writer.assertOpen();
    const head = this.heads.get(stream);
    const refusal = this.#refuseDeletion(this.#stateOf(head), expected);
    if (refusal !== undefined) return refusal;
    const plan = this.#newPlan();
    this.heads.assignId(head);
    plan.addTombstone(head, systemEvent(TOMBSTONE_TYPE, EMPTY));
    return this.#write(plan, head);
  }

  /** Resolves when what was queued so far is durable, or refused. */
  settled(): Promise<void> {
    return this.#writer.settled();
  }

  /** Waits for what is queued and closes the file. The writer goes last: it empties its journal. */
  async close(): Promise<void> {
    await this.#writer.settled();
    this.reader.close();
    await this.#writer.close();
  }

  #stateOf(head: StreamHead): StreamState {
    const isMetadata = isMetadataStream(head.name);
    const original = isMetadata ? this.heads.get(originalStreamOf(head.name)) : head;
    const metadata = isMetadata ? undefined : this.heads.get(metadataStreamOf(head.name)).latest;
    return {
      current: head.latest.last,
      isTombstoned: original.latest.tombstonePosition !== undefined,
      isSoftDeleted: metadata !== undefined && isSoftDeleted(metadata.metadata),
      hasMetadata: metadata !== undefined && metadata.last >= 0,
      recentPlaceOf: (id) => {
        const place = this.#recent.find(id);
        return place?.streamId === head.id ? place : undefined;
      },
      positionOf: (id, revision) => this.#positionOf(head, { id, revision }),
    };
  }

  #positionOf(head: StreamHead, { id, revision }: { id: Buffer; revision: number }) {
    const range = { first: revision, last: revision };
    const [event] =
      revision <= head.durable.last
        ? this.reader.revisions(head, range)
        : head.pending.filter((pending) => pending.revision === revision);
    return event?.id.equals(id) ? event.position : undefined;
  }

  /** A deletion carries no ids, so below the current revision it is never a repeat. */
  #refuseDeletion(state: StreamState, expected: ExpectedRevision): WriteOutcome | undefined {
    const isGone = state.isTombstoned || (expected === STREAM_EXISTS && state.isSoftDeleted);
    if (isGone) return { kind: 'deleted' };
    const decision = decideAppend(state, expected, [Buffer.from(randomUUID())]);
    return decision.kind === 'write' || expected === ANY
      ? undefined
      : { kind: 'conflict', current: state.current };
  }

  #planAppend(head: StreamHead, events: readonly ProposedEvent[]): WritePlan {
    const plan = this.#newPlan();
    const original = isMetadataStream(head.name) ? originalStreamOf(head.name) : head.name;
    const metadata = this.heads.get(metadataStreamOf(original));
    const { source } = metadata.latest.metadata;
    const firstNew = this.heads.get(original).latest.last + 1;
    this.heads.assignId(head);
    for (const event of events) plan.add(head, event, this.#recent);
    const staysDeleted = head === metadata && isSoftDeleted(metadata.latest.metadata);
    if (source === undefined || staysDeleted) return plan;
    const text = head === metadata ? (events.at(-1)?.data ?? source) : source;
    this.#addMetadata(plan, metadata, withTruncateBefore(text, firstNew));
    return plan;
  }

  #addMetadata(plan: WritePlan, metadata: StreamHead, data: Uint8Array): void {
    this.heads.assignId(metadata);
    plan.add(metadata, systemEvent(METADATA_TYPE, data), this.#recent);
  }

  #newPlan(): WritePlan {
    return new WritePlan(this.#nextPosition, this.now());
  }

  async #write(plan: WritePlan, head: StreamHead): Promise<WriteOutcome> {
    this.#nextPosition = plan.end;
    const revision = head.latest.last;
    const position = plan.lastPositionIn(head);
    await this.#writer.write(plan.toBatch(), () => {
      this.#durableEnd = plan.end;
      this.#lastPosition = plan.lastPosition;
      for (const stream of plan.becomeDurable()) this.signals.set(stream);
      this.signals.set(undefined);
    });
    return { kind: 'written', revision, position };
  }

  /** Memory is ahead of the disk by writes that will never be there: it is read anew, as at a start. */
  #takeBack(): void {
    this.heads.forget();
    this.#recent = new RecentIds();
    this.#nextPosition = this.#durableEnd;
  }
}

/** A log whose last record is damaged is not opened: nobody knows where the next one belongs. */
function tailOf(reader: LogReader): ReturnType<LogReader['tail']> {
  try {
    return reader.tail();
  } catch (error) {
    reader.close();
    throw error;
  }
}

function systemEvent(type: string, data: Uint8Array): ProposedEvent {
  const id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
  return { id, type, isJson: type === METADATA_TYPE, data, metadata: EMPTY };
}
