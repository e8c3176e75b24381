// Links: an event of type `$>` whose data is `revision@stream` stands for that event.
import type { RecordedEvent } from '../storage/record.js';
import type { EventLog } from './event-log.js';
import { StreamView } from './stream-view.js';

/** What a reader gets: an event, a link with its target, or a link whose target is gone. */
export interface ResolvedEvent {
  readonly event?: RecordedEvent;
  readonly link?: RecordedEvent;
}

const LINK_TYPE = Buffer.from('$>');

export function resolveLink(log: EventLog, event: RecordedEvent): ResolvedEvent {
  const target = event.type.equals(LINK_TYPE) ? parseLink(event.data) : undefined;
  if (target === undefined) return { event };
  const view = StreamView.of(log, target.stream);
  const [found] = view.isTombstoned ? [] : view.forwards(target.revision, 1).events;
  return found?.revision === target.revision ? { event: found, link: event } : { link: event };
}

function parseLink(data: Buffer): { revision: number; stream: string } | undefined {
  const text = data.toString('utf8');
  const at = text.indexOf('@');
  const revision = Number(text.slice(0, at));
  return at > 0 && Number.isSafeInteger(revision) && revision >= 0
    ? { revision, stream: text.slice(at + 1) }
    : undefined;
}
