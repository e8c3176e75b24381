// Time that passes only when somebody waits for it.
import type { Timing } from '../../src/eventstore/index.js';

export class ScriptedTiming implements Timing {
  private milliseconds = 0;

  now(): number {
    return this.milliseconds;
  }

  pass(milliseconds: number): void {
    this.milliseconds += milliseconds;
  }

  sleep(milliseconds: number): Promise<void> {
    this.pass(milliseconds);
    return Promise.resolve();
  }

  /** Work that is not done after the event loop came round counts as late. */
  async within<T>(milliseconds: number, work: Promise<T>, late: () => T): Promise<T> {
    const unheard = Symbol('late');
    const round = new Promise<typeof unheard>((resolve) => setImmediate(() => resolve(unheard)));
    const first = await Promise.race([work, round]);
    if (first !== unheard) return first;
    this.pass(milliseconds);
    return late();
  }
}
