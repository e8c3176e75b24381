// The wire between the process and the server breaks, stays silent, or the server dies. Appends are
// in doubt, never lost in silence and never the end of the process; subscriptions say that they ended.
import { createEventStore, type EventStore } from '../../src/eventstore/index.js';
import { startTestEventStore, type TestEventStore } from '../support/event-store.js';
import { CuttingProxy } from './cutting-proxy.js';
import { encoded, someStream } from './event-store-contract.js';

describe('on a wire that breaks', () => {
  let server: TestEventStore;
  let wire: CuttingProxy;
  let store: EventStore;

  beforeEach(async () => {
    server = await startTestEventStore();
    wire = await CuttingProxy.before(server.connectionString);
    store = createEventStore({
      connectionString: wire.connectionString,
      appendTimeoutMilliseconds: 300,
      readStallMilliseconds: 300,
    });
    await store.ready();
  });
  afterEach(async () => {
    await store.close();
    await wire.close();
    await server.stop();
  });

  /** Appends until one is answered: what the loop of commands does, in short. */
  async function settle(stream: string, event = encoded()): Promise<string> {
    for (let n = 0; n < 50; n += 1) {
      const { kind } = await store.append(stream, 'no_stream', [event]);
      if (kind !== 'in_doubt') return kind;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return 'in_doubt';
  }

  it('an append without an answer is in doubt; repeated, it turns out to be written once', async () => {
    const stream = someStream();
    const event = encoded();
    wire.swallowAnswers();
    expect((await store.append(stream, 'no_stream', [event])).kind).toBe('in_doubt');
    wire.cut();
    expect(await settle(stream, event)).toBe('appended');
    expect((await store.readStream(stream)).length).toBe(1);
  });

  it('an append is in doubt while the server is away, and works when it is back', async () => {
    wire.refuse();
    expect((await store.append(someStream(), 'no_stream', [encoded()])).kind).toBe('in_doubt');
    wire.mend();
    expect(await settle(someStream())).toBe('appended');
  });

  it('a read that hears nothing is "store unavailable"', async () => {
    wire.swallowAnswers();
    await expect(store.readStream(someStream())).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'store_unavailable',
      retryAfterSeconds: 1,
    });
  });

  it('a read is "store unavailable" while the server is away', async () => {
    wire.refuse();
    const unavailable = { kind: 'unavailable', code: 'store_unavailable' };
    await expect(store.readStream(someStream())).rejects.toMatchObject(unavailable);
    await expect(store.readAll({ count: 1 })).rejects.toMatchObject(unavailable);
    await expect(store.readStreamMetadata('school-main')).rejects.toMatchObject(unavailable);
    wire.mend();
  });

  it('a subscription ends or throws as soon as its connection is gone', async () => {
    const stream = someStream();
    await store.append(stream, 'no_stream', [encoded()]);
    const outcome = (async () => {
      try {
        for await (const { kind } of store.subscribeToAll(undefined)) {
          if (kind === 'caught_up') wire.cut();
        }
        return 'ended';
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error;
      }
    })();
    expect(['ended', 'store_unavailable']).toContain(await outcome);
  });

  it('a subscription that failed five times in a row is opened by a new client', async () => {
    wire.refuse();
    for (let n = 0; n < 6; n += 1) {
      await expect(store.subscribeToAll(undefined)[Symbol.asyncIterator]().next()).rejects.toThrow(
        'does not answer',
      );
    }
    wire.mend();
    await store.append(someStream(), 'no_stream', [encoded()]);
    const first = await store.subscribeToAll(undefined)[Symbol.asyncIterator]().next();
    expect(first.value?.kind).toBe('event');
  });

  it('a thousand appends at once survive a server that is killed: each is in doubt or written', async () => {
    const streams = Array.from({ length: 1000 }, someStream);
    const event = encoded('x'.repeat(2000));
    const burst = streams.map((stream) =>
      store.append(stream, 'no_stream', [{ ...event, id: encoded().id }]),
    );
    await burst[0];
    await server.kill9();
    const kinds = (await Promise.all(burst)).map(({ kind }) => kind);
    expect(kinds.every((kind) => kind === 'appended' || kind === 'in_doubt')).toBe(true);
    await server.restart();
    const acknowledged = streams.filter((_, n) => kinds[n] === 'appended');
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(await settle(someStream())).toBe('appended');
    for (const stream of acknowledged) expect((await store.readStream(stream)).length).toBe(1);
  });
});
