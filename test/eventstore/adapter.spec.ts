// The adapter on a server process, over the official client: the contract of all stores, and what is
// particular to this one.
import { credentials } from '@grpc/grpc-js';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { createEventStore, type EventStore } from '../../src/eventstore/index.js';
import { clientConnectionString } from '../../src/eventstore/esdb/connection.js';
import { fromStart, readRaw, readRequest } from '../contract/eventstore/raw-calls.js';
import { startTestEventStore, type TestEventStore } from '../support/event-store.js';
import {
  deliveriesUntil,
  describeEventStore,
  encoded,
  someStream,
} from './event-store-contract.js';

describe('the adapter', () => {
  let server: TestEventStore;
  let store: EventStore;

  beforeAll(async () => {
    server = await startTestEventStore();
    store = createEventStore({ connectionString: server.connectionString });
    await store.ready();
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });

  describeEventStore('the adapter', () => store);

  it('is ready without having written anything', async () => {
    const other = await startTestEventStore();
    const fresh = createEventStore({ connectionString: other.connectionString });
    await fresh.ready();
    expect(await fresh.readAll({ count: 10 })).toEqual([]);
    await fresh.close();
    await other.stop();
  });

  it('stores exactly the bytes that were encoded and hashed, as application/json', async () => {
    const stream = someStream();
    const event = encoded('Réné "x" \u2028 😀');
    await store.append(stream, 'no_stream', [event]);
    const address = new URL(server.connectionString.replace('esdb:', 'http:')).host;
    const raw = new StreamsClient(address, credentials.createInsecure());
    const request = readRequest((options) => options.setStream(fromStart(stream)));
    const { replies } = await readRaw(raw, request);
    raw.close();
    const record = replies.flatMap((reply) => reply.getEvent()?.getEvent() ?? []).at(0);
    expect(Buffer.from(record?.getData_asU8() ?? [])).toEqual(Buffer.from(event.data));
    expect(Buffer.from(record?.getCustomMetadata_asU8() ?? [])).toEqual(
      Buffer.from(event.metadata),
    );
    expect(record?.getMetadataMap().get('content-type')).toBe('application/json');
  });

  it('refuses data whose bytes the client would write in another order', async () => {
    const data = new TextEncoder().encode('{"10":"a","2":"b"}');
    const append = store.append(someStream(), 'no_stream', [{ ...encoded(), data }]);
    await expect(append).rejects.toThrow('the client writes the data that was encoded');
  });

  it('takes a burst on a cold connection', async () => {
    const cold = createEventStore({ connectionString: server.connectionString });
    await cold.ready();
    const burst = Array.from({ length: 200 }, () =>
      cold.append(someStream(), 'no_stream', [encoded()]),
    );
    const kinds = (await Promise.all(burst)).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['appended']));
    await cold.close();
  });

  it('says that a stream has no settings', async () => {
    expect(await store.readStreamMetadata('school-main')).toEqual({});
  });

  it('marks progress in order, behind the events that it has passed', async () => {
    const stream = someStream();
    const page = () => Array.from({ length: 500 }, () => encoded());
    await store.append(stream, 'no_stream', page());
    for (let n = 1; n < 34; n += 1) await store.append(stream, n * 500 - 1, page());
    const seen = await deliveriesUntil(
      store.subscribeToAll(undefined),
      ({ kind }) => kind === 'caught_up',
    );
    const commits = seen.flatMap((each) => {
      if (each.kind === 'caught_up') return [];
      return [each.kind === 'event' ? each.event.position.commit : each.position.commit];
    });
    expect(seen.some(({ kind }) => kind === 'progress')).toBe(true);
    expect(commits).toEqual(commits.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  });
});

describe('a connection string', () => {
  it('of KurrentDB is handed to the client under the older name', () => {
    expect(clientConnectionString('kurrentdb://a:2113?tls=false')).toBe('esdb://a:2113?tls=false');
    expect(clientConnectionString('kurrentdb+discover://a:2113')).toBe('esdb+discover://a:2113');
    expect(clientConnectionString('esdb://a:2113')).toBe('esdb://a:2113');
  });

  it('that would hide conflicts is refused', () => {
    const refused = expect.objectContaining({ kind: 'invalid', code: 'bad_configuration' });
    const connectionString = 'esdb://a:2113?throw_on_append_failure=false';
    expect(() => createEventStore({ connectionString })).toThrow(refused);
  });

  it('that nobody understands is refused, and not repeated: it may hold a password', () => {
    const refused = expect.objectContaining({
      code: 'bad_configuration',
      message: expect.not.stringContaining('secret'),
    });
    expect(() => createEventStore({ connectionString: 'http://user:secret@a' })).toThrow(refused);
  });
});
