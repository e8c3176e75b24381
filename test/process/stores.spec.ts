// The stores as tests and benches start them.
import { isPortBusy } from '../../scripts/process/free-port.js';
import { startStores } from '../../scripts/stores/start-stores.js';
import { startTestEventStore } from '../support/event-store.js';
import { createTestDatabase } from '../support/postgres.js';
import { isAlive, query } from './processes.js';

describe('stores for a test', () => {
  it('start together, and stop together', async () => {
    const stores = await startStores({ durable: false });
    const { postgres = 0, eventStore = 0 } = stores.processes;
    expect(await query(stores.databaseUrl, 'SELECT current_database() AS name')).toEqual([
      { name: 'bursar' },
    ]);
    expect(stores.eventStoreUrl).toMatch(/^esdb:\/\/127\.0\.0\.1:\d+\?tls=false$/);
    expect([isAlive(postgres), isAlive(eventStore)]).toEqual([true, true]);

    await stores.stop();

    expect([isAlive(postgres), isAlive(eventStore)]).toEqual([false, false]);
  });

  it('are not started where others are configured', async () => {
    const env = { DATABASE_URL: 'postgres://elsewhere/books', ESDB_URL: 'esdb://elsewhere' };

    const stores = await startStores({ durable: false, env });
    await stores.stop();

    expect(stores.processes).toEqual({});
    expect(stores.databaseUrl).toBe('postgres://elsewhere/books');
    expect(stores.eventStoreUrl).toBe('esdb://elsewhere');
  });
});

describe('an event store for a test', () => {
  it('keeps its address when it is killed and started again', async () => {
    const store = await startTestEventStore();
    const { connectionString, pid } = store;
    const port = Number(connectionString.replace(/^.*:(\d+)\?.*$/, '$1'));

    await store.kill9();
    expect(isAlive(pid)).toBe(false);
    await store.restart();

    expect(store.connectionString).toBe(connectionString);
    expect(store.pid).not.toBe(pid);
    expect(await isPortBusy(port, '127.0.0.1')).toBe(true);
    await store.stop();
    expect(isAlive(store.pid)).toBe(false);
  });
});

describe('a database for a test', () => {
  it('is empty, sorts like the product, and is gone when it is dropped', async () => {
    const database = await createTestDatabase();
    const tables = await query(
      database.url,
      `SELECT count(*)::int AS tables, (SELECT datlocprovider FROM pg_database
        WHERE datname = current_database()) AS provider
         FROM pg_tables WHERE schemaname = 'public'`,
    );

    await database.drop();

    expect(tables).toEqual([{ tables: 0, provider: 'i' }]);
    await expect(query(database.url, 'SELECT 1')).rejects.toThrow(/does not exist|ECONNREFUSED/);
  });
});
