// A school that is charged for the first time asks for a thousand accounts that have no events yet.
// None of these questions may cost the connection. Slow for a unit: the server allows a burst of a
// thousand resets, so the test asks more often than that.
import { createEventStore, type EventStore } from '../../src/eventstore/index.js';
import { startTestEventStore, type TestEventStore } from '../support/event-store.js';
import { encoded, someStream } from './event-store-contract.js';

const QUESTIONS = 3000;
const AT_ONCE = 50;

describe('streams that are not there', () => {
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

  it('can be asked for thousands of times, and the log still takes appends', async () => {
    for (let asked = 0; asked < QUESTIONS; asked += AT_ONCE) {
      const answers = await Promise.all(
        Array.from({ length: AT_ONCE }, () => store.readStream(someStream())),
      );
      expect(answers.every((events) => events.length === 0)).toBe(true);
    }
    const outcome = await store.append(someStream(), 'no_stream', [encoded()]);
    expect(outcome.kind).toBe('appended');
  });
});
