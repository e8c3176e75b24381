// Keeps one child process running: a death is told and mended, soon at first, then at longer
// intervals; a child that keeps dying is given up, loudly.
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../src/kernel/app-error.js';
import { present } from '../../src/kernel/assert.js';
import { messageOf } from '../process/error-code.js';

export interface Running {
  /** Settles when it has ended, with the reason; never rejects. */
  readonly exited: Promise<string>;
  stop(): Promise<void>;
}

interface Plan<T> {
  /** How messages call it: "Postgres". */
  name: string;
  /** Called for the first start and after each death; keeps the port. */
  start(): Promise<T>;
  say(text: string): void;
  onGivenUp(error: AppError): void;
}

const DEATHS_MAX = 5;
const DEATHS_WITHIN_MS = 60_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

export class Supervised<T extends Running> {
  private running: T | undefined;
  private deathsAt: number[] = [];
  private reviving: Promise<void> = Promise.resolve();
  private readonly stopRequest = Promise.withResolvers<void>();
  private stopping = false;

  constructor(private readonly plan: Plan<T>) {}

  /** The one that runs, or the last one that did. */
  get current(): T {
    return present(this.running, this.plan.name);
  }

  /** @throws what the first start throws; only later deaths are mended. */
  async start(): Promise<T> {
    const running = await this.plan.start();
    this.adopt(running);
    return running;
  }

  /** Ends it and waits until the next one runs; this is no death. */
  async restart(): Promise<void> {
    await this.reviving;
    const former = this.running;
    this.running = undefined;
    await former?.stop();
    this.adopt(await this.plan.start());
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.stopRequest.resolve();
    await this.reviving;
    await this.running?.stop();
  }

  private adopt(running: T): void {
    this.running = running;
    void running.exited.then((how) => {
      if (!this.stopping && running === this.running) this.reviving = this.revive(how);
    });
  }

  private async revive(how: string): Promise<void> {
    let reason = how;
    while (!this.stopping) {
      const pauseMs = this.pauseAfterDeath();
      if (pauseMs === undefined) return this.giveUp(reason);
      this.plan.say(`${this.plan.name} ended unexpectedly (${reason}); starting it again`);
      await Promise.race([delay(pauseMs), this.stopRequest.promise]);
      if (this.stopping) return;
      try {
        this.adopt(await this.plan.start());
        return this.plan.say(`${this.plan.name} runs again`);
      } catch (error) {
        reason = messageOf(error);
      }
    }
  }

  /** Counts a death; `undefined` once there were too many in a short time. */
  private pauseAfterDeath(): number | undefined {
    const now = performance.now();
    this.deathsAt = [...this.deathsAt.filter((at) => now - at < DEATHS_WITHIN_MS), now];
    const deaths = this.deathsAt.length;
    if (deaths >= DEATHS_MAX) return undefined;
    return Math.min(FIRST_PAUSE_MS * 2 ** (deaths - 1), LONGEST_PAUSE_MS);
  }

  private giveUp(reason: string): void {
    const message = `${this.plan.name} ended ${DEATHS_MAX} times within a minute (${reason}): given up.`;
    this.plan.onGivenUp(new AppError('unavailable', message, { code: 'child_keeps_dying' }));
  }
}
