// Both stores for a suite that runs the whole system.
import { createTestDatabase } from './postgres.js';
import { startTestEventStore, type TestEventStore } from './event-store.js';

export interface TestStores {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  readonly eventStore: TestEventStore;
  stop(): Promise<void>;
}

/** An empty database and an empty event store that nobody else uses. */
export async function startTestStores(): Promise<TestStores> {
  const database = await createTestDatabase();
  try {
    const eventStore = await startTestEventStore();
    return {
      databaseUrl: database.url,
      eventStoreUrl: eventStore.connectionString,
      eventStore,
      stop: async () => {
        await eventStore.stop();
        await database.drop();
      },
    };
  } catch (error) {
    await database.drop();
    throw error;
  }
}
