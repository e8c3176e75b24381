// Read has one request message for many cases: (stream | all) × (count | subscription) ×
// (forwards | backwards) × (filter | none). Here it becomes one of four, or is refused.
import { status } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { eventFilter, type EventFilter } from '../log/event-filter.js';
import type { LogPosition } from '../log/all-position.js';
import type { UuidFormat } from './encode-read-event.js';
import { BadRequestError, streamNameOf, toNumber } from './requests.js';
import { handlerFailed, invalidArgument, StatusError } from './status-errors.js';

export type StreamStart = number | 'start' | 'end';
export type AllStart = LogPosition | 'start' | 'end';

export interface CheckpointedFilter {
  readonly accepts: EventFilter;
  readonly checkpointEvery: number;
}

export interface ReadSettings {
  readonly resolveLinks: boolean;
  readonly uuidFormat: UuidFormat;
  readonly isBackwards: boolean;
  /** Undefined: a subscription. */
  readonly count: number | undefined;
}

export type ReadRequest = ReadSettings &
  (
    | { readonly of: 'stream'; readonly stream: string; readonly start: StreamStart }
    | { readonly of: 'all'; readonly start: AllStart; readonly filter?: CheckpointedFilter }
  );

/** Search window where a filter asks for the server's own. */
const WINDOW_DEFAULT = 32;

/** @throws StatusError INVALID_ARGUMENT for a combination that does not exist, UNKNOWN as named. */
export function readRequestOf(request: streams.ReadReq): ReadRequest {
  const options = request.getOptions();
  if (options === undefined) throw invalidArgument('no options');
  const settings = settingsOf(options);
  const stream = options.getStream();
  const all = options.getAll();
  const filter = options.getFilter();
  if (settings.count === undefined && settings.isBackwards)
    throw invalidArgument('a subscription goes forwards only');
  if (stream !== undefined) {
    if (filter !== undefined) throw invalidArgument('a filter needs $all');
    return { ...settings, of: 'stream', stream: nameOf(stream), start: streamStartOf(stream) };
  }
  if (all === undefined) throw invalidArgument('neither a stream nor $all');
  const start = allStartOf(all);
  return filter === undefined
    ? { ...settings, of: 'all', start }
    : { ...settings, of: 'all', start, filter: filterOf(filter, settings) };
}

function settingsOf(options: streams.ReadReq.Options): ReadSettings {
  const isSubscription = options.hasSubscription();
  if (!isSubscription && !options.hasCount())
    throw invalidArgument('neither count nor subscription');
  return {
    resolveLinks: options.getResolveLinks(),
    uuidFormat: options.getUuidOption()?.hasString() ? 'string' : 'structured',
    isBackwards: options.getReadDirection() === 1,
    count: isSubscription ? undefined : toNumber(options.getCount()),
  };
}

function nameOf(stream: streams.ReadReq.Options.StreamOptions): string {
  try {
    return streamNameOf(stream.getStreamIdentifier());
  } catch (error) {
    throw error instanceof BadRequestError ? handlerFailed() : error;
  }
}

function streamStartOf(stream: streams.ReadReq.Options.StreamOptions): StreamStart {
  if (stream.hasStart()) return 'start';
  if (stream.hasEnd()) return 'end';
  if (stream.hasRevision()) return toNumber(stream.getRevision());
  throw invalidArgument('no revision to read from');
}

function allStartOf(all: streams.ReadReq.Options.AllOptions): AllStart {
  if (all.hasStart()) return 'start';
  if (all.hasEnd()) return 'end';
  const position = all.getPosition();
  if (position === undefined) throw invalidArgument('no position to read from');
  return {
    commit: toNumber(position.getCommitPosition()),
    prepare: toNumber(position.getPreparePosition()),
  };
}

function filterOf(
  filter: streams.ReadReq.Options.FilterOptions,
  { count }: ReadSettings,
): CheckpointedFilter {
  const expression = filter.getEventType() ?? filter.getStreamIdentifier();
  if (expression === undefined) throw invalidArgument('a filter on neither type nor stream');
  if (!filter.hasMax() && !filter.hasCount()) throw invalidArgument('a filter without a window');
  const window = filter.hasMax() ? filter.getMax() : WINDOW_DEFAULT;
  const multiplier = filter.getCheckpointintervalmultiplier();
  if (multiplier === 0 && count === undefined)
    throw new StatusError(status.UNKNOWN, 'a checkpoint interval of 0');
  return {
    accepts: compile(filter, expression),
    checkpointEvery: Math.max(window * multiplier, 1),
  };
}

function compile(
  filter: streams.ReadReq.Options.FilterOptions,
  expression: streams.ReadReq.Options.FilterOptions.Expression,
): EventFilter {
  try {
    return eventFilter({
      on: filter.hasEventType() ? 'type' : 'stream',
      regex: expression.getRegex(),
      prefixes: expression.getPrefixList(),
    });
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidArgument(error.message);
    throw error;
  }
}
