// What a process promised in the log and has not finished: found by reading the log on from a
// checkpoint. The checkpoint never passes the oldest open item, so nothing is forgotten by a crash.
import type { EventStore, StoredEvent } from '../../../eventstore/index.js';
import { assert } from '../../../kernel/assert.js';
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
   * @throws AppError `unavailable` (`store_unavailable`); what the checkpoints throw.
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

  /** Open items that are at least so old. */
  dueBefore(instant: Date): Item[] {
    const due = [...this.open.values()].filter((open) => open.recordedAt <= instant.getTime());
    return due.map(({ item }) => item);
  }

  private async start(): Promise<void> {
    this.saved = await this.options.checkpoints.load(this.options.name);
    this.read = this.saved;
    this.started = true;
  }

  /** @returns how many new events there were; a full page means that there may be more. */
  private async readPage(): Promise<number> {
    const from = this.read;
    // Reading forwards from a place begins with the event at that place.
    const count = PAGE_EVENTS + (from === undefined ? 0 : 1);
    const page = await this.options.store.readAll(from === undefined ? { count } : { from, count });
    const [first] = page;
    const known = from !== undefined && first?.id === from.eventId;
    assert(from === undefined || known, `${this.options.name} goes on in the log it came from`);
    const events = known ? page.slice(1) : page;
    for (const event of events) this.take(event);
    return events.length;
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
