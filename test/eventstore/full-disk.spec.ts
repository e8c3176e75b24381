// A full disk under the embedded event store, as the application sees it: the append is refused with
// certainty, others on the same connection are not touched, and with space again all is well.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServer, type EventStoreServer } from '../../src/embedded-eventstore/server.js';
import {
  createEventStore,
  type EncodedEvent,
  type EventStore,
} from '../../src/eventstore/index.js';
import { until } from '../process/processes.js';

/** 64 KiB of file: less than half an append below. */
const PAGES_MAX = 16;

function event(bytes: number): EncodedEvent {
  const data = Buffer.from(JSON.stringify({ text: 'x'.repeat(bytes) }));
  const facts = { schemaVersion: '1', commandId: randomUUID(), recordedAt: '', hash: '' };
  return { id: randomUUID(), type: 'Tested', data, metadata: Buffer.from(JSON.stringify(facts)) };
}

describe('a full disk', () => {
  let directory: string;
  let server: EventStoreServer;
  let store: EventStore;
  const start = (more: { pagesMax?: number; port: number }) =>
    startServer({ dataDir: directory, host: '127.0.0.1', fsync: false, ...more });

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'bursar-full-'));
    server = await start({ port: 0, pagesMax: PAGES_MAX });
    store = createEventStore({ connectionString: server.connectionString });
    await store.ready();
  });
  afterAll(async () => {
    await store.close();
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('refuses an append with certainty, and says so when it is asked', async () => {
    await expect(store.assertSpace()).resolves.toBeUndefined();
    const written = await store.append('full-1', 'no_stream', [event(10)]);
    const refused = await store.append('full-1', 0, [event(200_000)]);
    expect([written.kind, refused.kind]).toEqual(['appended', 'no_space']);
    await expect(store.assertSpace()).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'store_full',
    });
    expect(await store.readStream('full-1')).toHaveLength(1);
  });

  it('stays full while there is no space, also when the store has tried again', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await expect(store.assertSpace()).rejects.toMatchObject({ code: 'store_full' });
    await expect(store.ready()).resolves.toBeUndefined();
  });

  it('is over with space again: nothing is missing or twice', async () => {
    const { port } = server;
    await server.close();
    server = await start({ port });
    const again = event(200_000);
    await until('the append', async () => {
      const outcome = await store.append('full-1', 0, [again]);
      return outcome.kind === 'appended';
    });
    await expect(store.assertSpace()).resolves.toBeUndefined();
    expect((await store.readStream('full-1')).map(({ id }) => id)).toContain(again.id);
    expect(await store.readStream('full-1')).toHaveLength(2);
  });
});
