// Statement R10: filters of `$all`, and the checkpoints that a filtered subscription gets.
import { status } from '@grpc/grpc-js';
import { eventTypeFilter, jsonEvent, streamNameFilter, type Position } from '@eventstore/db-client';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { useContractServer } from './contract-server.js';
import { collect, numbered, someId, take } from './events.js';
import { fromPosition, Options, readRaw, readRequest } from './raw-calls.js';

const server = useContractServer();

/** A place in the log, after which a test counts its own events. */
async function here(): Promise<Position> {
  const { position } = await server.client.appendToStream(server.stream('here'), numbered(0));
  if (position === undefined) throw new Error('an append has a position');
  return position;
}

async function append(stream: string, type: string, count: number): Promise<Position[]> {
  const events = Array.from({ length: count }, () => jsonEvent({ type, data: {} }));
  const { nextExpectedRevision } = await server.client.appendToStream(stream, events);
  const fromRevision = nextExpectedRevision - BigInt(count - 1);
  const read = await collect(server.client.readStream(stream, { fromRevision }));
  return read.flatMap(({ event }) => event?.position ?? []);
}

interface FilterSettings {
  readonly after: Position;
  readonly type: string;
  readonly window?: number;
  readonly multiplier?: number;
}

function subscription(settings: FilterSettings): streams.ReadReq {
  const { after, type, window, multiplier = 1 } = settings;
  const filter = new Options.FilterOptions().setCheckpointintervalmultiplier(multiplier);
  filter.setEventType(new Options.FilterOptions.Expression().setPrefixList(type ? [type] : []));
  if (window !== undefined) filter.setMax(window);
  return readRequest((options) =>
    options
      .setAll(fromPosition(Number(after.commit), Number(after.prepare)))
      .setSubscription(new Options.SubscriptionOptions())
      .setFilter(filter),
  );
}

const isCaughtUp = (replies: streams.ReadResp[]): boolean => replies.at(-1)?.hasCaughtUp() ?? false;

/** What came after the confirmation: `e` and the position, `c` and the pair, or `caught up`. */
function shortOf(replies: readonly streams.ReadResp[]): string[] {
  return replies.slice(1).map((reply) => {
    const checkpoint = reply.getCheckpoint();
    if (checkpoint) return `c ${checkpoint.getCommitPosition()}/${checkpoint.getPreparePosition()}`;
    return reply.hasEvent() ? `e ${reply.getEvent()?.getCommitPosition()}` : 'caught up';
  });
}

it('R10 filters by event type or stream name, with prefixes or a regular expression', async () => {
  const after = await here();
  const [stream, type] = [server.stream('filtered'), `Kind${someId()}`];
  await append(stream, type, 2);
  await append(server.stream('other'), 'Other', 2);
  const filters = [
    eventTypeFilter({ prefixes: ['Nothing', type.slice(0, 20)] }),
    eventTypeFilter({ regex: `^Kind${type.slice(4)}$` }),
    streamNameFilter({ prefixes: [stream] }),
    streamNameFilter({ regex: `^${stream}` }),
  ];
  for (const filter of filters) {
    const subscribed = server.client.subscribeToAll({ fromPosition: after, filter });
    const events = await take(2, subscribed);
    await subscribed.unsubscribe();
    expect(events.map(({ event }) => event?.streamId)).toEqual([stream, stream]);
  }
});

it('R10 no expression matches nothing', async () => {
  const after = await here();
  await append(server.stream('any'), 'Any', 3);
  const request = subscription({ after, type: '', window: 100 });
  const { replies } = await readRaw(server.raw, request, isCaughtUp);
  expect(shortOf(replies)).toEqual(['caught up']);
});

it('R10 in history a checkpoint is the last match of its window', async () => {
  const after = await here();
  const type = `Kind${someId()}`;
  const [first, second] = await append(server.stream('a'), type, 2);
  await append(server.stream('b'), 'Other', 2);
  const request = subscription({ after, type, window: 4 });
  const { replies } = await readRaw(server.raw, request, isCaughtUp);
  expect(shortOf(replies)).toEqual([
    `e ${first?.commit}`,
    `e ${second?.commit}`,
    `c ${second?.commit}/${second?.prepare}`,
    'caught up',
  ]);
});

it('R10 after a window without a match it is the pair before the next unexamined event', async () => {
  const after = await here();
  const type = `Kind${someId()}`;
  await append(server.stream('b'), 'Other', 4);
  const [match] = await append(server.stream('a'), type, 1);
  const request = subscription({ after, type, window: 2, multiplier: 2 });
  const { replies } = await readRaw(server.raw, request, isCaughtUp);
  expect(shortOf(replies)).toEqual([`c ${match?.commit}/0`, `e ${match?.commit}`, 'caught up']);
});

it('R10 resuming from the pair delivers that event, from {commit, commit} skips it', async () => {
  const type = `Kind${someId()}`;
  const [first, second] = await append(server.stream('a'), type, 2);
  if (!first || !second) throw new Error('two events were written');
  const pair = { commit: first.commit, prepare: 0n };
  const fromPair = await readRaw(
    server.raw,
    subscription({ after: pair, type, window: 100 }),
    isCaughtUp,
  );
  const fromEvent = await readRaw(
    server.raw,
    subscription({ after: first, type, window: 100 }),
    isCaughtUp,
  );
  const both = [`e ${first.commit}`, `e ${second.commit}`, 'caught up'];
  expect(shortOf(fromPair.replies)).toEqual(both);
  expect(shortOf(fromEvent.replies)).toEqual(both.slice(1));
});

it('R10 live a checkpoint is the last examined event, counted from the change to live', async () => {
  const after = await here();
  const type = `Kind${someId()}`;
  // One event of a window of three is examined in history; it does not count any more when live.
  await append(server.stream('b'), 'Other', 1);
  let written: Promise<Position[]> | undefined;
  const request = subscription({ after, type, window: 3 });
  const { replies } = await readRaw(server.raw, request, (received) => {
    if (isCaughtUp(received)) written = append(server.stream('c'), 'Other', 3);
    return received.at(-1)?.hasCheckpoint() ?? false;
  });
  const last = (await written)?.at(-1);
  expect(shortOf(replies)).toEqual(['caught up', `c ${last?.commit}/${last?.prepare}`]);
});

it('R10 an interval of 0 is UNKNOWN, no window INVALID_ARGUMENT', async () => {
  const after = await here();
  const noInterval = subscription({ after, type: 'T', window: 10, multiplier: 0 });
  const noWindow = subscription({ after, type: 'T' });
  expect((await readRaw(server.raw, noInterval)).error?.code).toBe(status.UNKNOWN);
  expect((await readRaw(server.raw, noWindow)).error?.code).toBe(status.INVALID_ARGUMENT);
});
