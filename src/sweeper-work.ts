// The leader finishes what a crash left behind: every sweeper in turn, about once a second.
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { LOGGER, type Logger } from './kernel/logger.js';
import type { Sweeper } from './modules/billing/index.js';
import type { LeaderWork } from './projections/runner/runner.js';

const PAUSE_MILLISECONDS = 1_000;

@Injectable()
export class SweeperWork implements LeaderWork {
  readonly name = 'sweepers';
  private sweepers: readonly Sweeper[] = [];

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  /** Which ones there are; told before the application begins. */
  use(sweepers: readonly Sweeper[]): void {
    this.sweepers = sweepers;
  }

  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      for (const sweeper of this.sweepers) await this.once(sweeper);
      await pause(PAUSE_MILLISECONDS, undefined, { signal: stop }).catch(unlessAborted);
    }
  }

  /** A sweep that fails is tried again: what is open stays open until it is finished. */
  private async once(sweeper: Sweeper): Promise<void> {
    try {
      await sweeper.sweep();
    } catch (error) {
      this.logger.warn({ err: error, sweeper: sweeper.name }, 'a sweep failed; it is tried again');
    }
  }
}

function unlessAborted(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
