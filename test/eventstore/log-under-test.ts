// A command log over a lossy wire, with time in the test's hand.
import { ManualClock } from '../../src/kernel/clock.js';
import { CommandLog, EventRegistry } from '../../src/eventstore/index.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { COUNTER_EVENTS, SCHOOL_ID } from './counter.js';
import { InMemorySubjectKeys } from './in-memory-subject-keys.js';
import { LossyEventStore } from './lossy-event-store.js';
import { ScriptedTiming } from './scripted-timing.js';

export class LogUnderTest {
  readonly store = new InMemoryEventStore();
  readonly wire = new LossyEventStore(this.store);
  readonly timing = new ScriptedTiming();
  readonly clock = new ManualClock(new Date('2026-05-11T08:00:00.000Z'));
  readonly log = this.process(this.wire);

  /** Another process on the same store, with a cache of its own and an honest wire. */
  otherProcess(): CommandLog {
    return this.process(new LossyEventStore(this.store));
  }

  private process(store: LossyEventStore): CommandLog {
    return new CommandLog({
      store,
      registry: new EventRegistry(COUNTER_EVENTS),
      keys: new InMemorySubjectKeys(),
      clock: this.clock,
      timing: this.timing,
      schoolId: () => SCHOOL_ID,
      appVersion: '1.0.0',
    });
  }
}
