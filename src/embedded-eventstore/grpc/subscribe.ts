// Read as a subscription: a confirmation, all history, "caught up" once, then what is new, for ever.
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { placeAfter, type LogPosition } from '../log/all-position.js';
import type { EventLog } from '../log/event-log.js';
import { resolveLink } from '../log/links.js';
import type { Signal } from '../log/signals.js';
import { StreamView } from '../log/stream-view.js';
import {
  AllSubscription,
  StreamSubscription,
  type Subscription,
  type SubscriptionItem,
} from '../log/subscriptions.js';
import { LOG_START } from '../storage/log-reader.js';
import { encodeReadEvent } from './encode-read-event.js';
import type { EncodedReply, Outgoing } from './outgoing.js';
import type { ReadRequest } from './read-requests.js';
import { invalidArgument, streamDeleted } from './status-errors.js';

type StreamRequest = ReadRequest & { readonly of: 'stream' };
type AllRequest = ReadRequest & { readonly of: 'all' };

/**
 * Runs until the reader leaves (`signal` is closed then).
 * @throws StatusError `stream-deleted`; INVALID_ARGUMENT for a position inside a record.
 */
export async function subscribe(
  log: EventLog,
  request: ReadRequest,
  { out, signal }: { out: Outgoing; signal: Signal },
): Promise<void> {
  const stream = request.of === 'stream' ? request.stream : undefined;
  log.signals.add(stream, signal);
  try {
    out.send(confirmation());
    const subscription =
      request.of === 'stream' ? streamSubscription(log, request) : allSubscription(log, request);
    await deliver(log, { request, subscription }, { out, signal });
  } finally {
    log.signals.remove(stream, signal);
  }
}

async function deliver(
  log: EventLog,
  { request, subscription }: { request: ReadRequest; subscription: Subscription },
  { out, signal }: { out: Outgoing; signal: Signal },
): Promise<void> {
  while (!out.isGone) {
    const items = subscription.pull();
    for (const item of items ?? [])
      if (!out.send(encodeItem(log, item, request))) await out.drained();
    if (items !== undefined) {
      await nextTurn();
      continue;
    }
    if (subscription.stream !== undefined) endIfTombstoned(log, request, out);
    if (!subscription.isLive) {
      subscription.isLive = true;
      out.send(new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));
    }
    await signal.wait();
  }
}

function streamSubscription(log: EventLog, { stream, start }: StreamRequest): StreamSubscription {
  const view = StreamView.of(log, stream);
  if (start === 'start') return new StreamSubscription(log, stream, 0);
  return new StreamSubscription(log, stream, (start === 'end' ? view.last : start) + 1);
}

function allSubscription(log: EventLog, { start, filter }: AllRequest): AllSubscription {
  log.assertReadable();
  const from = start === 'start' ? LOG_START : start === 'end' ? log.end : firstAfter(log, start);
  return new AllSubscription(log, {
    from,
    ...(filter && { filter: filter.accepts, checkpointEvery: filter.checkpointEvery }),
  });
}

function firstAfter(log: EventLog, start: LogPosition): number {
  const place = placeAfter(log, start);
  if (place.kind === 'at') return place.position;
  if (place.kind === 'beyond') return log.end;
  throw invalidArgument('Trying to read from an invalid position.');
}

/** A deleted stream's last event is its tombstone; after it there is nothing to wait for. */
function endIfTombstoned(log: EventLog, request: ReadRequest, out: Outgoing): void {
  if (request.of !== 'stream') return;
  const view = StreamView.of(log, request.stream);
  if (!view.isTombstoned) return;
  const event = view.tombstone();
  if (event !== undefined) out.send(encodeReadEvent({ event }, request.uuidFormat));
  throw streamDeleted(request.stream);
}

function encodeItem(log: EventLog, item: SubscriptionItem, request: ReadRequest): EncodedReply {
  if (item.kind === 'event') {
    const { event } = item;
    const resolved = request.resolveLinks ? resolveLink(log, event) : { event };
    return encodeReadEvent(resolved, request.uuidFormat);
  }
  const { commit, prepare } = item.position;
  const checkpoint = new streams.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(commit)).setPreparePosition(String(prepare));
  return new streams.ReadResp().setCheckpoint(checkpoint);
}

function confirmation(): streams.ReadResp {
  const confirmed = new streams.ReadResp.SubscriptionConfirmation();
  return new streams.ReadResp().setConfirmation(confirmed.setSubscriptionId(randomUUID()));
}
