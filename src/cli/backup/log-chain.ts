// Every event of a log, in order, with its chain of hashes computed again.
import {
  CHAIN_START,
  verifyStream,
  type ChainHead,
  type EventStore,
  type LogPosition,
  type StoredEvent,
} from '../../eventstore/index.js';
import { AppError } from '../../kernel/app-error.js';

const PAGE_EVENTS = 1_000;

/** Pages of a log after a place, to the end that it has when the last page is read; none is empty. */
export async function* pagesOf(
  store: EventStore,
  after?: LogPosition,
): AsyncGenerator<StoredEvent[], void> {
  let from = after;
  for (;;) {
    // A read forwards begins with the event at the place itself.
    const read = await store.readAll(
      from === undefined ? { count: PAGE_EVENTS } : { from, count: PAGE_EVENTS },
    );
    const known = from?.commit;
    const page = read.filter(({ position }) => known === undefined || position.commit > known);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    from = last.position;
  }
}

/** The chains of all streams of one log; memory grows with the streams, not with their events. */
export class LogChain {
  /** Events seen: the log index of the last one. */
  events = 0;
  private readonly heads = new Map<string, ChainHead>();

  constructor(private readonly log: string) {}

  /** @throws AppError `internal` (`chain_broken`) naming log, index and stream. */
  add(event: StoredEvent): void {
    this.events += 1;
    const verdict = verifyStream([event], this.heads.get(event.stream) ?? CHAIN_START);
    if (verdict.sound) {
      this.heads.set(event.stream, verdict.head);
      return;
    }
    const message =
      `Event ${this.events} of ${this.log} (${event.stream}, revision ${event.revision}) is not the ` +
      `one that was written: ${verdict.finding}.`;
    throw new AppError('internal', message, { code: 'chain_broken' });
  }
}
