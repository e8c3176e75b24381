// What a subscription pulls, page by page. There is no live buffer: history and live events come from
// the same reads, and the place to go on from is that of the last page handed out, never the head. So
// nothing is missed or doubled however slowly the pages are sent.
import type { RecordedEvent } from '../storage/record.js';
import type { LogPosition } from './all-position.js';
import type { EventFilter } from './event-filter.js';
import type { EventLog } from './event-log.js';
import { PageSize } from './page-size.js';
import { StreamView } from './stream-view.js';

export type SubscriptionItem =
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  | { readonly kind: 'checkpoint'; readonly position: LogPosition };

export interface Subscription {
  /** The stream to wait for; undefined: the whole log. */
  readonly stream: string | undefined;
  /** The items of the next page, which may be none; undefined: caught up, wait for a signal. */
  pull(): SubscriptionItem[] | undefined;
  /** Set once all history was handed out. */
  isLive: boolean;
}

export class StreamSubscription implements Subscription {
  isLive = false;
  readonly #log: EventLog;
  readonly #size = new PageSize();
  #next: number;

  constructor(
    log: EventLog,
    readonly stream: string,
    from: number,
  ) {
    this.#log = log;
    this.#next = from;
  }

  pull(): SubscriptionItem[] | undefined {
    const view = StreamView.of(this.#log, this.stream);
    if (view.isSoftDeleted || this.#next > view.last) return undefined;
    const page = view.forwards(this.#next, this.#size.events);
    this.#size.observe(page.events);
    this.#next = page.next ?? view.last + 1;
    return page.events.map((event) => ({ kind: 'event', event }));
  }
}

export interface AllSubscriptionOptions {
  readonly from: number;
  readonly filter?: EventFilter;
  /** Examined events between two checkpoints; undefined: none are sent. */
  readonly checkpointEvery?: number;
}

export class AllSubscription implements Subscription {
  readonly stream = undefined;
  readonly #log: EventLog;
  readonly #options: AllSubscriptionOptions;
  readonly #size = new PageSize();
  #next: number;
  #isLive = false;
  #examined = 0;
  #lastMatch: RecordedEvent | undefined;

  constructor(log: EventLog, options: AllSubscriptionOptions) {
    this.#log = log;
    this.#options = options;
    this.#next = options.from;
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  /** The count of examined events starts again at the change to live. */
  set isLive(isLive: boolean) {
    this.#isLive = isLive;
    this.#startWindow();
  }

  pull(): SubscriptionItem[] | undefined {
    this.#log.assertReadable();
    if (this.#next >= this.#log.end) return undefined;
    const items: SubscriptionItem[] = [];
    const page = this.#log.reader.from(this.#next, this.#log.end, this.#size.events);
    this.#size.observe(page);
    for (const event of page) this.#examine(event, items);
    return items;
  }

  #examine(event: RecordedEvent, items: SubscriptionItem[]): void {
    const { filter, checkpointEvery } = this.#options;
    this.#next = event.position + event.bytes;
    if (filter === undefined || filter(event)) {
      this.#lastMatch = event;
      items.push({ kind: 'event', event });
    }
    this.#examined += 1;
    if (this.#examined !== checkpointEvery) return;
    items.push({ kind: 'checkpoint', position: this.#checkpoint(event) });
    this.#startWindow();
  }

  /** In history the last match, or the pair just before the next event; live the last examined. */
  #checkpoint(examined: RecordedEvent): LogPosition {
    const at = this.#isLive ? examined : this.#lastMatch;
    return at === undefined
      ? { commit: this.#next, prepare: 0 }
      : { commit: at.position, prepare: at.position };
  }

  #startWindow(): void {
    this.#examined = 0;
    this.#lastMatch = undefined;
  }
}
