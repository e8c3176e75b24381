// No register of the books hides facts: the system does not start on one that does.
import { assertRegistersWhole } from '../../src/eventstore/index.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';

const REGISTERS = ['school-main', 'calendar-main', 'receiptBook-2026'];

describe('the start-up check of registers', () => {
  it('passes where nobody set anything', async () => {
    await expect(
      assertRegistersWhole(new InMemoryEventStore(), REGISTERS),
    ).resolves.toBeUndefined();
  });

  it('refuses each of the three settings that hide events, and names all of them', async () => {
    const store = new InMemoryEventStore();
    store.setStreamMetadata('school-main', { truncateBefore: 3 });
    store.setStreamMetadata('calendar-main', { maxCount: 10 });
    store.setStreamMetadata('receiptBook-2026', { maxAgeSeconds: 60 });
    await expect(assertRegistersWhole(store, REGISTERS)).rejects.toMatchObject({
      kind: 'internal',
      code: 'register_truncated',
      message: expect.stringMatching(
        /school-main has \$tb = 3; calendar-main has \$maxCount = 10; receiptBook-2026 has \$maxAge = 60/,
      ),
    });
  });
});
