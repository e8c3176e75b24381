// Fills a version from the log, page by page. The next page is read and decoded while this one is
// written, so memory holds two pages however long the log is.
import type { EventStore, LogPosition, StoredEvent } from '../../eventstore/port.js';
import type { BatchWriter, DecodedBatch } from '../runner/batch-writer.js';
import type { Checkpoint } from '../runner/checkpoint.js';

const PAGE_EVENTS = 2_000;

export class Filler {
  /** Events applied, by type. */
  readonly counts = new Map<string, number>();

  constructor(
    private readonly store: EventStore,
    private readonly writer: BatchWriter,
    public checkpoint: Checkpoint,
  ) {}

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
    this.checkpoint = await this.writer.write(page, this.checkpoint, false);
    for (const { type } of page.events) this.counts.set(type, (this.counts.get(type) ?? 0) + 1);
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
