// Two processes, each with its own cache, over one log that loses answers, writes late and crashes
// them. Whatever happens: a command is in the log at most once, an acknowledged one exactly once, the
// same key gets the same answer, and the hash chain is whole.
import { AppError } from '../../src/kernel/app-error.js';
import { present } from '../../src/kernel/assert.js';
import {
  CommandLog,
  EventRegistry,
  verifyStream,
  type StoredEvent,
  type Timing,
} from '../../src/eventstore/index.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { Crash, Schedule } from '../support/schedule.js';
import { COUNTER_EVENTS, contextOf, raiseByOne, SCHOOL_ID } from './counter.js';
import { InMemorySubjectKeys } from './in-memory-subject-keys.js';

const STREAM = 'counter-shared';
const KEYS = ['a', 'b', 'c', 'd', 'e'];
const ATTEMPTS_PER_CLIENT = 4;

class ScheduledTiming implements Timing {
  private time = 0;

  constructor(private readonly schedule: Schedule) {}

  now(): number {
    return this.time;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.time += milliseconds;
    await this.schedule.turn();
  }

  within<T>(_milliseconds: number, work: Promise<T>): Promise<T> {
    return work;
  }
}

/** Ten clients, two for each key, ask one process or the other until they have an answer. */
async function runSchedule(seed: number): Promise<Violation[]> {
  const schedule = new Schedule({ seed, crash: 0.03, lostAnswer: 0.1, delayedWrite: 0.1 });
  const store = new InMemoryEventStore(schedule);
  const startProcess = () =>
    new CommandLog({
      store,
      registry: new EventRegistry(COUNTER_EVENTS),
      keys: new InMemorySubjectKeys(),
      timing: new ScheduledTiming(schedule),
      schoolId: () => SCHOOL_ID,
      appVersion: '1.0.0',
    });
  const processes = new Map([0, 1].map((n) => [n, startProcess()]));
  const answers = new Map<string, Set<string>>(KEYS.map((key) => [key, new Set()]));

  const client = async (key: string) => {
    for (let n = 0; n < ATTEMPTS_PER_CLIENT; n += 1) {
      const which = schedule.below(processes.size);
      try {
        const log = present(processes.get(which), 'process');
        const { facts, state } = await log.decideAndAppend(raiseByOne(STREAM, key));
        const hashes = facts.map(({ metadata }) => metadata.hash);
        answers.get(key)?.add(JSON.stringify([hashes, state]));
        return;
      } catch (error) {
        if (error instanceof Crash) processes.set(which, startProcess());
        else if (!(error instanceof AppError)) throw error;
      }
    }
  };
  await schedule.run([...KEYS, ...KEYS].map(client));
  return violations(seed, store.committed(STREAM), answers);
}

interface Violation {
  readonly seed: number;
  readonly what: 'written twice' | 'acknowledged and lost' | 'two answers' | 'broken chain';
}

function violations(
  seed: number,
  events: readonly StoredEvent[],
  answers: ReadonlyMap<string, ReadonlySet<string>>,
): Violation[] {
  const found: Violation[] = [];
  for (const [key, given] of answers) {
    const { commandId } = contextOf(key);
    const written = events.filter(({ metadata }) => metadata.commandId === commandId).length;
    if (written > 1) found.push({ seed, what: 'written twice' });
    if (given.size > 0 && written === 0) found.push({ seed, what: 'acknowledged and lost' });
    if (given.size > 1) found.push({ seed, what: 'two answers' });
  }
  if (!verifyStream(events).sound) found.push({ seed, what: 'broken chain' });
  return found;
}

describe('two processes over a log that is slow, forgetful and deadly', () => {
  it('write each command once, answer it alike each time, and keep the chain whole: 1000 schedules', async () => {
    const found: Violation[] = [];
    for (let seed = 1; seed <= 1000; seed += 1) found.push(...(await runSchedule(seed * 7919)));
    expect(found).toEqual([]);
  });
});
