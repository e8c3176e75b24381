// A wire around a real store that loses what a test says: it writes and answers nothing, answers
// nothing and does not write, or stays silent. What passes through is counted.
import type {
  AppendOutcome,
  EncodedEvent,
  EventStore,
  ExpectedRevision,
  StoredEvent,
} from '../../src/eventstore/index.js';

/** What becomes of the next append. */
export type Loss =
  /** It is written, its answer is lost. */
  | { readonly kind: 'answer_lost' }
  /** It never arrives. */
  | { readonly kind: 'never_sent' }
  /** It arrives once the wire is asked to `deliverLate`. */
  | { readonly kind: 'late' }
  /** Nobody ever answers. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'refused' }
  /** The store takes it back: its disk is full. */
  | { readonly kind: 'no_space' };

export class LossyEventStore implements EventStore {
  readonly appends: { expected: ExpectedRevision; ids: string[]; bytes: string }[] = [];
  reads = 0;
  private readonly losses: Loss['kind'][] = [];
  private readonly late: (() => Promise<AppendOutcome>)[] = [];
  private readsFail = false;

  constructor(private store: EventStore) {}

  /** Fates of the next appends, in order; after them all arrive. */
  lose(...losses: Loss['kind'][]): void {
    this.losses.push(...losses);
  }

  /** From now on everything arrives. */
  mend(): void {
    this.losses.length = 0;
  }

  /** The log is another one now, as after a restore. */
  restoreTo(store: EventStore): void {
    this.store = store;
  }

  failReads(fail = true): void {
    this.readsFail = fail;
  }

  async deliverLate(): Promise<void> {
    for (const append of this.late.splice(0)) await append();
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EncodedEvent[],
  ): Promise<AppendOutcome> {
    const bytes = events.map(({ data, metadata }) => Buffer.concat([data, metadata]).toString());
    this.appends.push({ expected, ids: events.map(({ id }) => id), bytes: bytes.join() });
    const inDoubt = { kind: 'in_doubt', cause: new Error('lost') } as const;
    switch (this.losses.shift()) {
      case 'answer_lost':
        await this.store.append(stream, expected, events);
        return inDoubt;
      case 'late':
        this.late.push(() => this.store.append(stream, expected, events));
        return inDoubt;
      case 'never_sent':
        return inDoubt;
      case 'silent':
        return new Promise(() => undefined);
      case 'refused':
        return { kind: 'refused', cause: new Error('no right') };
      case 'no_space':
        return { kind: 'no_space', cause: new Error('disk full') };
      case undefined:
        return this.store.append(stream, expected, events);
    }
  }

  async readStream(stream: string, from?: number, count?: number): Promise<StoredEvent[]> {
    this.reads += 1;
    if (this.readsFail) throw new Error('reads fail');
    return this.store.readStream(stream, from, count);
  }

  readAll(options: Parameters<EventStore['readAll']>[0]): Promise<StoredEvent[]> {
    return this.store.readAll(options);
  }

  subscribeToAll(after: Parameters<EventStore['subscribeToAll']>[0]) {
    return this.store.subscribeToAll(after);
  }

  readStreamMetadata(stream: string) {
    return this.store.readStreamMetadata(stream);
  }

  assertSpace(): Promise<void> {
    return this.store.assertSpace();
  }

  ready(): Promise<void> {
    return this.store.ready();
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
