// Fills a version from the log, page by page. The next page is read and decoded while this one is
// written, so memory holds two pages however long the log is.
import type { EventStore, LogPosition, StoredEvent } from '../../eventstore/port.js';
import { BatchWriter, type BatchWriterOptions, type DecodedBatch } from '../runner/batch-writer.js';
import type { Checkpoint } from '../runner/checkpoint.js';
import { enterEpoch } from '../runner/checkpoint-row.js';
import { Parking } from '../runner/parking.js';

const PAGE_EVENTS = 2_000;

export type FillerOptions = Pick<BatchWriterOptions, 'pool' | 'models' | 'decoder'> & {
  readonly store: EventStore;
};

export class Filler {
  /** Events applied, by type. */
  readonly counts = new Map<string, number>();
  /** Students whose rows stopped at an event that can't be applied. */
  parked = 0;

  private constructor(
    private readonly store: EventStore,
    private readonly writer: BatchWriter,
    public checkpoint: Checkpoint,
  ) {}

  /** Of a version that nobody else writes and nobody reads yet. */
  static async begin(options: FillerOptions, schema: string): Promise<Filler> {
    const { store, pool } = options;
    const start = await enterEpoch(pool, schema);
    // What was discarded is known before the first event is applied.
    const parking = await Parking.load({ store, database: pool }, schema);
    const writer = new BatchWriter({ ...options, schema, parking, silent: true });
    return new Filler(store, writer, start);
  }

  /** Applies everything after the checkpoint up to the end of the log. */
  async fill(onPage: () => void): Promise<void> {
    let { position, index } = this.checkpoint;
    let page = await this.pageAfter(position, index);
    while (page.events.length > 0) {
      position = page.events.at(-1)?.position;
      index += page.events.length;
      const following = this.pageAfter(position, index);
      // A failure of either must not leave the other one unattended.
      const [written, next] = await Promise.allSettled([this.write(page), following]);
      if (written.status === 'rejected') throw written.reason;
      if (next.status === 'rejected') throw next.reason;
      onPage();
      page = next.value;
    }
  }

  private async write(page: DecodedBatch): Promise<void> {
    const { checkpoint, applied, parked } = await this.writer.write(page, this.checkpoint, false);
    this.checkpoint = checkpoint;
    this.parked += parked.length;
    for (const { type } of applied) this.counts.set(type, (this.counts.get(type) ?? 0) + 1);
  }

  private async pageAfter(position: LogPosition | undefined, index: number): Promise<DecodedBatch> {
    return this.writer.decode(await this.eventsAfter(position), index + 1);
  }

  /** A read forwards begins with the event at the place itself. */
  private async eventsAfter(position: LogPosition | undefined): Promise<StoredEvent[]> {
    if (position === undefined) return this.store.readAll({ count: PAGE_EVENTS });
    const page = await this.store.readAll({ from: position, count: PAGE_EVENTS });
    return page.filter((event) => event.position.commit > position.commit);
  }
}
