// Fills a version from the log, page by page. The next page is read while this one is written, so
// memory holds two pages however long the log is.
import type { EventStore, StoredEvent } from '../../eventstore/port.js';
import type { BatchWriter } from '../runner/batch-writer.js';
import type { Checkpoint } from '../runner/checkpoint.js';

const PAGE_EVENTS = 4_000;

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
    let page = await this.pageAfter(this.checkpoint.position);
    while (page.length > 0) {
      const next = this.pageAfter(page.at(-1)?.position);
      // A failure of either must not leave the other one unattended.
      const [written, following] = await Promise.allSettled([this.write(page), next]);
      if (written.status === 'rejected') throw written.reason;
      if (following.status === 'rejected') throw following.reason;
      onPage();
      page = following.value;
    }
  }

  private async write(page: readonly StoredEvent[]): Promise<void> {
    this.checkpoint = await this.writer.apply(page, this.checkpoint, false);
    for (const { type } of page) this.counts.set(type, (this.counts.get(type) ?? 0) + 1);
  }

  /** A read forwards begins with the event at the place itself. */
  private async pageAfter(position: StoredEvent['position'] | undefined): Promise<StoredEvent[]> {
    if (position === undefined) return this.store.readAll({ count: PAGE_EVENTS });
    const page = await this.store.readAll({ from: position, count: PAGE_EVENTS });
    return page.filter((event) => event.position.commit > position.commit);
  }
}
