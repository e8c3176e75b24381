// Two logs read side by side, event by event.
import type { EventStore, StoredEvent } from '../../eventstore/index.js';
import { AppError } from '../../kernel/app-error.js';
import { canonicalJson } from '../../kernel/canonical-json.js';
import { LogChain, pagesOf } from './log-chain.js';

export interface Followed {
  /** The source's event that the target ends with. */
  readonly last: StoredEvent | undefined;
  /** Of all that the target has. */
  readonly chain: LogChain;
}

/**
 * Checks that the target's log is the source's log, or its beginning; O(events of the target).
 * @throws AppError `conflict` (`target_differs`) naming the first event that is another one;
 *   `internal` (`chain_broken`); `unavailable` (`store_unavailable`).
 */
export async function followBoth(source: EventStore, target: EventStore): Promise<Followed> {
  const sources = eventsOf(source);
  const chain = new LogChain('the copied log');
  let last: StoredEvent | undefined;
  for await (const event of eventsOf(target)) {
    const { value: original } = await sources.next();
    if (original === undefined || !isSame(original, event)) {
      throw differs(chain.events + 1, event, original ?? undefined);
    }
    chain.add(event);
    last = original;
  }
  return { last, chain };
}

async function* eventsOf(store: EventStore): AsyncGenerator<StoredEvent, undefined> {
  for await (const page of pagesOf(store)) yield* page;
  return undefined;
}

/** Everything but the place inside the server. */
function isSame(one: StoredEvent, other: StoredEvent): boolean {
  return (
    one.id === other.id &&
    one.stream === other.stream &&
    one.revision === other.revision &&
    one.type === other.type &&
    canonicalJson(one.metadata) === canonicalJson(other.metadata) &&
    canonicalJson(one.data) === canonicalJson(other.data)
  );
}

function differs(index: number, found: StoredEvent, expected: StoredEvent | undefined): AppError {
  const place = ({ id, stream, revision }: StoredEvent) =>
    `${id} (${stream}, revision ${revision})`;
  const message =
    `The target is no copy of this log: its event ${index} is ${place(found)}, ` +
    `${expected === undefined ? 'and this log ends before that' : `and should be ${place(expected)}`}. ` +
    'Nothing was written: name a server that has no events.';
  return new AppError('conflict', message, { code: 'target_differs' });
}
