// A log copied to another server event by event: the same ids, bytes and order, so the same index of
// every event and the same hashes. Only the places inside the server are others. One append at a time:
// two at once could change the order in which streams follow each other.
import {
  APPEND_BYTES_MAX,
  APPEND_EVENTS_MAX,
  realTiming,
  type EncodedEvent,
  type EventStore,
  type StoredEvent,
} from '../../eventstore/index.js';
import { AppendSettler } from '../../eventstore/settle-append.js';
import { AppError } from '../../kernel/app-error.js';
import { present } from '../../kernel/assert.js';
import { canonicalJson } from '../../kernel/canonical-json.js';
import { followBoth } from './compare-logs.js';
import { pagesOf } from './log-chain.js';

/** An append in doubt is asked about for so long; then the command is to be run again. */
const SETTLE_MILLISECONDS_MAX = 30_000;

export interface Copied {
  /** Events that the target had already. */
  readonly there: number;
  readonly copied: number;
}

/**
 * Appends to `target` what `source` has and it lacks. May be interrupted and called again.
 * @param onProgress  Gets the log index of the last event that the target has.
 * @throws AppError `conflict` (`target_differs`) for a target that has anything else; `internal`
 *   (`chain_broken`) for a source that is not what was written, before anything of it is copied;
 *   `unavailable` (`store_unavailable`, `outcome_unknown`).
 */
export async function copyLog(
  source: EventStore,
  target: EventStore,
  onProgress: (index: number) => void,
): Promise<Copied> {
  const settler = new AppendSettler(target, realTiming);
  const { last, chain } = await followBoth(source, target);
  const there = chain.events;
  for await (const page of pagesOf(source, last?.position)) {
    for (const event of page) chain.add(event);
    for (const append of appendsOf(page)) await appendTo(settler, append);
    onProgress(chain.events);
  }
  return { there, copied: chain.events - there };
}

async function appendTo(settler: AppendSettler, events: readonly StoredEvent[]): Promise<void> {
  const { stream, revision } = present(events[0], 'an event');
  const settled = await settler.settle({
    stream,
    expected: revision === 0 ? 'no_stream' : revision - 1,
    events: events.map(encoded),
    deadline: realTiming.now() + SETTLE_MILLISECONDS_MAX,
  });
  if (settled.kind === 'appended') return;
  const message =
    `Somebody else writes to ${stream} of the target. Stop whatever runs on it; ` +
    'a log is copied to a server that nobody uses yet.';
  throw new AppError('conflict', message, { code: 'target_differs' });
}

/** The events in their order, neighbours of one stream together as far as one append goes. */
function* appendsOf(page: readonly StoredEvent[]): Generator<readonly StoredEvent[]> {
  let append: StoredEvent[] = [];
  let bytes = 0;
  for (const event of page) {
    const size = sizeOf(event);
    const fits = append.length < APPEND_EVENTS_MAX && bytes + size <= APPEND_BYTES_MAX;
    if (append.length > 0 && !(fits && append[0]?.stream === event.stream)) {
      yield append;
      [append, bytes] = [[], 0];
    }
    append.push(event);
    bytes += size;
  }
  if (append.length > 0) yield append;
}

/** Facts are stored as RFC 8785 text, and have no scalar that a parser could change. */
function encoded({ id, type, data, metadata }: StoredEvent): EncodedEvent {
  const bytes = (value: object) => Buffer.from(canonicalJson(value), 'utf8');
  return { id, type, data: bytes(data), metadata: bytes(metadata) };
}

function sizeOf(event: StoredEvent): number {
  const { data, metadata } = encoded(event);
  return data.length + metadata.length;
}
