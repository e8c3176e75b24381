// What a process promised in the log and has not finished: found by reading the log on from a
// checkpoint. The checkpoint never passes the oldest open item, so nothing is forgotten by a crash.
import type { EventStore, StoredEvent } from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import type { Logger } from '../../../kernel/logger.js';
import type { ProcessCheckpoint, ProcessCheckpoints } from '../ports.js';

/** What an event means to a process: a promise, its end, or nothing. */
export type Meaning<Item> =
  | { readonly kind: 'opens'; readonly key: string; readonly item: Item }
  | { readonly kind: 'closes'; readonly key: string };

export interface OpenItemsOptions<Item> {
  /** Name of the process; its checkpoint is stored under it. */
  readonly name: string;
  readonly store: EventStore;
  readonly checkpoints: ProcessCheckpoints;
  readonly logger: Logger;
  meaningOf(event: StoredEvent): Meaning<Item> | undefined;
}

interface Open<Item> {
  readonly item: Item;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  /** The event ahead of it in the log: from there on everything is read again after a crash. */
  readonly before: ProcessCheckpoint | undefined;
}

const PAGE_EVENTS = 500;

export class OpenItems<Item> {
  /** In log order: the first one is the oldest. */
  private readonly open = new Map<string, Open<Item>>();
  private read: ProcessCheckpoint | undefined;
  private saved: ProcessCheckpoint | undefined;
  private started = false;

  constructor(private readonly options: OpenItemsOptions<Item>) {}

  /**
   * Reads what is new in the log and moves the checkpoint.
   * @throws AppError `unavailable` (`store_unavailable`); `internal` (`log_exchanged`), after which
   *   the next call begins anew; what the checkpoints throw.
   */
  async refresh(): Promise<void> {
    if (!this.started) await this.start();
    while ((await this.readPage()) === PAGE_EVENTS);
    const [oldest] = this.open.values();
    const safe = oldest === undefined ? this.read : oldest.before;
    if (safe === undefined || safe.eventId === this.saved?.eventId) return;
    await this.options.checkpoints.save(this.options.name, safe);
    this.saved = safe;
  }

  /**
   * Open items that are at least so old; one that was recorded just as far ahead of the clock too:
   * the clock was wrong then or is now, and nobody keeps a promise sooner for waiting.
   */
  olderThan(milliseconds: number, now: Date): Item[] {
    const isDue = ({ recordedAt }: Open<Item>) =>
      Math.abs(now.getTime() - recordedAt) >= milliseconds;
    return [...this.open.values()].filter(isDue).map(({ item }) => item);
  }

  /** A restored log may lack the checkpoint's event: reading all of it again finds what is open. */
  private async start(): Promise<void> {
    const { name, checkpoints, logger } = this.options;
    const saved = await checkpoints.load(name);
    const isKnown = saved === undefined || (await this.isInLog(saved));
    if (!isKnown) {
      const message = 'the checkpoint is not in this log; it is read from its beginning';
      logger.warn({ process: name, eventId: saved.eventId }, message);
    }
    this.saved = isKnown ? saved : undefined;
    this.read = this.saved;
    this.open.clear();
    this.started = true;
  }

  /** A store may also refuse a place that no event begins at; one that is down refuses everything. */
  private async isInLog({ eventId, ...from }: ProcessCheckpoint): Promise<boolean> {
    const { store } = this.options;
    try {
      const [event] = await store.readAll({ from, count: 1 });
      return event?.id === eventId;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await store.readAll({ count: 1 });
      return false;
    }
  }

  /** @returns how many new events there were; a full page means that there may be more. */
  private async readPage(): Promise<number> {
    const from = this.read;
    // Reading forwards from a place begins with the event at that place.
    const count = PAGE_EVENTS + (from === undefined ? 0 : 1);
    const page = await this.options.store.readAll(from === undefined ? { count } : { from, count });
    const [first] = page;
    const known = from !== undefined && first?.id === from.eventId;
    if (from !== undefined && !known) throw this.exchanged();
    const events = known ? page.slice(1) : page;
    for (const event of events) this.take(event);
    return events.length;
  }

  private exchanged(): AppError {
    this.started = false;
    const message = `${this.options.name}: the event log was exchanged; it is read again.`;
    return new AppError('internal', message, { code: 'log_exchanged' });
  }

  private take(event: StoredEvent): void {
    const meaning = this.options.meaningOf(event);
    if (meaning?.kind === 'closes') this.open.delete(meaning.key);
    if (meaning?.kind === 'opens') {
      const { key, item } = meaning;
      const recordedAt = Date.parse(event.metadata.recordedAt);
      // Opened again: it means something newer, but has been open since its first event.
      const { before, ...since } = this.open.get(key) ?? { before: this.read, recordedAt };
      this.open.set(key, { ...since, item, before });
    }
    this.read = { ...event.position, eventId: event.id };
  }
}
