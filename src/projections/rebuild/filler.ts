// Fills a version from the log, page by page.
import type { EventStore } from '../../eventstore/port.js';
import { BatchWriter, type BatchWriterOptions, type DecodedBatch } from '../runner/batch-writer.js';
import type { Checkpoint } from '../runner/checkpoint.js';
import { enterEpoch } from '../runner/checkpoint-row.js';
import { Parking } from '../runner/parking.js';
import { PagesAhead } from './pages-ahead.js';

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
    const pages = new PagesAhead({ store: this.store, writer: this.writer }, this.checkpoint);
    try {
      for (let page = await pages.next(); page.events.length > 0; page = await pages.next()) {
        await this.write(page);
        onPage();
      }
    } finally {
      await pages.settled();
    }
  }

  private async write(page: DecodedBatch): Promise<void> {
    const { checkpoint, applied, parked } = await this.writer.write(page, this.checkpoint, false);
    this.checkpoint = checkpoint;
    this.parked += parked.length;
    for (const { type } of applied) this.counts.set(type, (this.counts.get(type) ?? 0) + 1);
  }
}
