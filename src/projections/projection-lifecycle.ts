// The projector in an application: begins when the application does, ends before its stores.
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { AppError } from '../kernel/app-error.js';
import type { ReadModelProgress } from './consistency/read-model-progress.js';
import type { Runner } from './runner/runner.js';
import { servedVersion } from './runner/version.js';

const POLL_MILLISECONDS = 25;

export class ProjectionLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly runner: Runner,
    private readonly progress: ReadModelProgress,
    private readonly pool: Pool,
  ) {}

  onApplicationBootstrap(): void {
    this.progress.start();
    this.runner.start();
  }

  /** While the pools are still there: waits end with "stale", then the leadership is given up. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.progress.stop();
    await this.runner.stop();
  }

  /**
   * Resolves when there are read models to answer from; also when the projector has stopped (then
   * readiness says why) or the time is over.
   */
  async untilReadable(milliseconds: number): Promise<void> {
    const giveUpAt = performance.now() + milliseconds;
    while (performance.now() < giveUpAt && this.runner.state.kind !== 'stopped') {
      if ((await servedVersion(this.pool)) !== undefined) return;
      await delay(POLL_MILLISECONDS);
    }
  }

  /**
   * For readiness.
   * @throws AppError `unavailable` (`projector_stopped`) with the reason.
   */
  assertRunning(): void {
    const { state } = this.runner;
    if (state.kind !== 'stopped') return;
    throw new AppError('unavailable', state.reason, { code: 'projector_stopped' });
  }
}
