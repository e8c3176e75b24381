// The log, page by page and read ahead: while one page is written the following ones are read and
// decoded, so that neither store waits for the other. Memory holds a few pages however long the log is.
import type { EventStore, LogPosition, StoredEvent } from '../../eventstore/port.js';
import { present } from '../../kernel/assert.js';
import type { BatchWriter, DecodedBatch } from '../runner/batch-writer.js';
import type { Checkpoint } from '../runner/checkpoint.js';

const PAGE_EVENTS = 1_000;
/** Beside the one that was taken. */
const PAGES_AHEAD = 2;

export interface PageTools {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly writer: Pick<BatchWriter, 'decode'>;
  readonly pageEvents?: number;
}

export class PagesAhead {
  private readonly ahead: Promise<PromiseSettledResult<DecodedBatch>>[] = [];
  private reading: Promise<unknown> = Promise.resolve();
  private position: LogPosition | undefined;
  private index: number;

  /** @param from  Of the last event that is not given. */
  constructor(
    private readonly tools: PageTools,
    from: Checkpoint,
  ) {
    this.position = from.position;
    this.index = from.index;
  }

  /** The next page in order; one without events is the end. @throws what reading or decoding it threw. */
  async next(): Promise<DecodedBatch> {
    while (this.ahead.length <= PAGES_AHEAD) this.ahead.push(settled(this.begin()));
    const page = await present(this.ahead.shift(), 'a page was begun');
    if (page.status === 'rejected') throw page.reason;
    return page.value;
  }

  /** Resolves when nothing is read or decoded any more, whatever became of it. */
  async settled(): Promise<void> {
    await Promise.all(this.ahead);
  }

  /** Reads follow each other, for each begins where the one before ended; decoding does not wait. */
  private async begin(): Promise<DecodedBatch> {
    const read = this.reading.then(() => this.read());
    this.reading = read;
    const { events, firstIndex } = await read;
    return this.tools.writer.decode(events, firstIndex);
  }

  private async read(): Promise<{ events: readonly StoredEvent[]; firstIndex: number }> {
    const events = await this.eventsAfter(this.position);
    const firstIndex = this.index + 1;
    this.position = events.at(-1)?.position ?? this.position;
    this.index += events.length;
    return { events, firstIndex };
  }

  /** A read forwards begins with the event at the place itself. */
  private async eventsAfter(position: LogPosition | undefined): Promise<readonly StoredEvent[]> {
    const { store, pageEvents: count = PAGE_EVENTS } = this.tools;
    if (position === undefined) return store.readAll({ count });
    const page = await store.readAll({ from: position, count });
    return page.filter((event) => event.position.commit > position.commit);
  }
}

async function settled<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [result] = await Promise.allSettled([work]);
  return result;
}
