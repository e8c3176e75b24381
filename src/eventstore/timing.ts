// Waiting and measuring, apart from the clock that dates facts: a test of time-outs moves this one.
import { setTimeout as sleepFor } from 'node:timers/promises';

export interface Timing {
  /** Milliseconds since some moment; never goes back. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** What the work gives, or `late` when it takes longer; the work itself goes on unheard. */
  within<T>(milliseconds: number, work: Promise<T>, late: () => T): Promise<T>;
}

export const realTiming: Timing = {
  now: () => performance.now(),
  sleep: (milliseconds) => sleepFor(milliseconds),
  within: (milliseconds, work, late) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => resolve(late()), milliseconds);
      work.then(resolve, reject).finally(() => clearTimeout(timer));
    }),
};
