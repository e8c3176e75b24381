import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { describeEventStore } from './event-store-contract.js';

const store = new InMemoryEventStore();

describeEventStore('the store in memory', () => store);
