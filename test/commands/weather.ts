// The weather of a model check: a log that loses answers and writes late, processes that crash, and a
// slow world in which claims grow old under those at work. All of it is drawn from the seed.
import { AppError } from '../../src/kernel/app-error.js';
import { ManualClock } from '../../src/kernel/clock.js';
import type { Timing } from '../../src/eventstore/index.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { Crash, Schedule, type AppendFate } from '../support/schedule.js';
import { schoolOver, type School } from './school-tools.js';

/** So many schedules, or as many as `MODEL_SCHEDULES` says. */
export function seedsOf(schedules: number): number[] {
  const count = Number(process.env['MODEL_SCHEDULES'] ?? schedules);
  return Array.from({ length: count }, (_, n) => (n + 1) * 7_919);
}

/** Quiet while the school is set up and when the books are looked at afterwards. */
export class Weather extends Schedule {
  calm = true;
  readonly clock = new ManualClock(new Date('2026-05-11T08:00:00.000Z'));
  readonly school: School;

  constructor(seed: number) {
    super({ seed, crash: 0.05, lostAnswer: 0.1, delayedWrite: 0.05 });
    this.school = { ...schoolOver(new InMemoryEventStore(this)), clock: this.clock };
  }

  /** A second or two go by with each step. */
  override async turn(): Promise<void> {
    if (this.calm) return;
    await super.turn();
    this.pass(2_000 * this.random());
  }

  pass(milliseconds: number): void {
    this.clock.moveTo(new Date(this.clock.now().getTime() + milliseconds));
  }

  override step(): Promise<void> {
    return this.calm ? Promise.resolve() : super.step();
  }

  override fateOfAppend(): AppendFate {
    return this.calm ? 'answered' : super.fateOfAppend();
  }

  /** A process measures its own patience by its own waits. */
  timing(): Timing {
    let waited = 0;
    return {
      now: () => waited,
      sleep: (milliseconds) => {
        waited += milliseconds;
        return this.turn();
      },
      within: (_milliseconds, work) => work,
    };
  }

  /** The school of one process: once that has crashed, nothing of it goes on. */
  process(): School {
    let isGone = false;
    const store = new Proxy(this.school.store, {
      get: (target, key) => {
        const method: unknown = Reflect.get(target, key);
        if (typeof method !== 'function') return method;
        return async (...given: unknown[]): Promise<unknown> => {
          if (isGone) throw new Crash('the process is gone');
          try {
            return await Reflect.apply(method, target, given);
          } catch (error) {
            isGone ||= error instanceof Crash;
            throw error;
          }
        };
      },
    });
    return { ...this.school, store };
  }

  /** Everybody at work until nobody has anything left to do; then it is calm, and a minute later. */
  async storm(jobs: () => readonly Promise<unknown>[]): Promise<void> {
    this.calm = false;
    await this.run(jobs());
    this.calm = true;
    this.pass(60_000);
  }

  /**
   * Tries as somebody does who may die or be refused, and who may lose heart then.
   * @returns what was acknowledged.
   */
  async trying<T>(tries: number, work: () => Promise<T>): Promise<T | undefined> {
    for (let n = 0; n < tries; n += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Crash) && !(error instanceof AppError)) throw error;
        if (this.random() < 0.4) return undefined;
      }
    }
    return undefined;
  }
}
