// What others may have done to the store: settings on streams, events that are not ours, streams that
// were deleted. None of it is mistaken for a fact, and none of it goes unseen.
import { credentials } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import {
  assertRegistersWhole,
  createEventStore,
  type EventStore,
} from '../../src/eventstore/index.js';
import { appendRaw, identifier } from '../contract/eventstore/raw-calls.js';
import { startTestEventStore, type TestEventStore } from '../support/event-store.js';
import { deliveriesUntil, encoded, someStream } from './event-store-contract.js';

describe('in foreign hands', () => {
  let server: TestEventStore;
  let store: EventStore;
  let raw: StreamsClient;

  beforeEach(async () => {
    server = await startTestEventStore();
    store = createEventStore({ connectionString: server.connectionString });
    await store.ready();
    const address = new URL(server.connectionString.replace('esdb:', 'http:')).host;
    raw = new StreamsClient(address, credentials.createInsecure());
  });
  afterEach(async () => {
    raw.close();
    await store.close();
    await server.stop();
  });

  const setOn = (stream: string, settings: object) =>
    appendRaw(raw, {
      stream: `$$${stream}`,
      events: [
        {
          type: '$metadata',
          contentType: 'application/json',
          data: Buffer.from(JSON.stringify(settings)),
        },
      ],
    });

  it('a register with a setting that hides events keeps the system from starting', async () => {
    await setOn('receiptBook-2026', { $maxCount: 10 });
    await setOn('calendar-main', { $tb: 3 });
    await setOn('school-main', { $maxAge: 60 });
    expect(await store.readStreamMetadata('school-main')).toEqual({ maxAgeSeconds: 60 });
    const registers = ['school-main', 'calendar-main', 'receiptBook-2026'];
    await expect(assertRegistersWhole(store, registers)).rejects.toMatchObject({
      code: 'register_truncated',
    });
  });

  it("the store's own events are neither read nor delivered", async () => {
    const stream = someStream();
    await store.append(stream, 'no_stream', [encoded('ours')]);
    await setOn(stream, { $maxAge: 86_400 });
    const read = await store.readAll({ count: 10 });
    expect(read.map(({ type }) => type)).toEqual(['NoteTaken']);
    const live = await deliveriesUntil(
      store.subscribeToAll(undefined),
      ({ kind }) => kind === 'caught_up',
    );
    expect(live.filter(({ kind }) => kind === 'event').length).toBe(1);
  });

  it('an event of another system stops its reader, and says where it is', async () => {
    const stream = someStream();
    await appendRaw(raw, { stream, events: [{ type: 'Alien' }] });
    const foreign = { kind: 'internal', code: 'foreign_event' };
    await expect(store.readStream(stream)).rejects.toMatchObject({
      ...foreign,
      message: expect.stringContaining(`${stream} at revision 0`),
    });
    await expect(store.readAll({ count: 10 })).rejects.toMatchObject(foreign);
    const delivered = deliveriesUntil(store.subscribeToAll(undefined), () => false);
    await expect(delivered).rejects.toMatchObject(foreign);
  });

  it('a tombstoned stream is a broken book: no repeat of an append, no empty answer to a read', async () => {
    const stream = someStream();
    await store.append(stream, 'no_stream', [encoded()]);
    const options = new streams.TombstoneReq.Options().setStreamIdentifier(identifier(stream));
    const request = new streams.TombstoneReq().setOptions(options.setAny(new shared.Empty()));
    await new Promise((resolve, reject) =>
      raw.tombstone(request, (error, reply) => (error ? reject(error) : resolve(reply))),
    );
    expect((await store.append(stream, 0, [encoded()])).kind).toBe('refused');
    await expect(store.readStream(stream)).rejects.toMatchObject({
      kind: 'internal',
      code: 'stream_deleted',
    });
  });
});
