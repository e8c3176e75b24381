// Read with a count: the events of a stream or of `$all` that are there now, then the end.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { placeOf } from '../log/all-position.js';
import type { EventLog } from '../log/event-log.js';
import { resolveLink } from '../log/links.js';
import { PageSize } from '../log/page-size.js';
import { StreamView, type StreamPage } from '../log/stream-view.js';
import { LOG_START } from '../storage/log-reader.js';
import type { RecordedEvent } from '../storage/record.js';
import { encodeReadEvent } from './encode-read-event.js';
import type { Outgoing } from './outgoing.js';
import type { ReadRequest } from './read-requests.js';
import { invalidArgument, StatusError, streamDeleted } from './status-errors.js';

type CountedRead = ReadRequest & { readonly count: number };
type StreamRead = CountedRead & { readonly of: 'stream' };
type AllRead = CountedRead & { readonly of: 'all' };

/** @throws StatusError `stream-deleted`; UNKNOWN or INVALID_ARGUMENT for places that do not exist. */
export function read(log: EventLog, request: CountedRead, out: Outgoing): Promise<void> {
  return request.of === 'stream' ? readStream(log, request, out) : readAll(log, request, out);
}

async function readStream(log: EventLog, request: StreamRead, out: Outgoing): Promise<void> {
  const { stream, start, isBackwards, count } = request;
  if (count === 0 || (start === 'end' && !isBackwards))
    throw new StatusError(status.UNKNOWN, 'nothing can be read there');
  const size = new PageSize();
  let left = count;
  let next: number | undefined = start === 'start' ? 0 : start === 'end' ? Infinity : start;
  while (next !== undefined && left > 0 && !out.isGone) {
    const view = StreamView.of(log, stream);
    if (view.isTombstoned) throw streamDeleted(stream);
    if (view.isMissing) return void out.send(streamNotFound(stream));
    const limit = Math.min(size.events, left);
    const page: StreamPage = isBackwards ? view.backwards(next, limit) : view.forwards(next, limit);
    size.observe(page.events);
    left -= page.events.length;
    next = page.next;
    await sendEvents(log, { request, events: page.events }, out);
  }
}

async function readAll(log: EventLog, request: AllRead, out: Outgoing): Promise<void> {
  const { isBackwards, count, filter } = request;
  if (count === 0) throw invalidArgument('maxCount 0 has no answer');
  log.assertReadable();
  const size = new PageSize();
  let left = count;
  let next = firstPlace(log, request);
  while (left > 0 && !out.isGone) {
    const page = isBackwards
      ? log.reader.before(next, size.events)
      : log.reader.from(next, log.end, size.events);
    const last = page.at(-1);
    if (last === undefined) return;
    size.observe(page);
    next = isBackwards ? last.position : last.position + last.bytes;
    const events = page.filter((event) => filter?.accepts(event) ?? true).slice(0, left);
    left -= events.length;
    await sendEvents(log, { request, events }, out);
  }
}

/** Forwards the event at this place is the first, backwards the one before it. */
function firstPlace(log: EventLog, { start, isBackwards }: AllRead): number {
  if (start === 'start') return LOG_START;
  if (start === 'end') return log.end;
  const place = placeOf(log, start);
  if (place.kind === 'at') return place.position;
  if (place.kind === 'beyond' && !isBackwards) return log.end;
  throw new StatusError(status.UNKNOWN, 'there is no event at this position');
}

/** Sends one page and lets other calls have their turn. */
async function sendEvents(
  log: EventLog,
  { request, events }: { request: ReadRequest; events: readonly RecordedEvent[] },
  out: Outgoing,
): Promise<void> {
  for (const event of events) {
    const resolved = request.resolveLinks ? resolveLink(log, event) : { event };
    if (!out.send(encodeReadEvent(resolved, request.uuidFormat))) await out.drained();
  }
  await nextTurn();
}

function streamNotFound(stream: string): streams.ReadResp {
  const identifier = new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
  const notFound = new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifier);
  return new streams.ReadResp().setStreamNotFound(notFound);
}
