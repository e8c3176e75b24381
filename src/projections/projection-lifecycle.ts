// The projector in an application: begins when the application does, ends before its stores.
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { AppError } from '../kernel/app-error.js';
import type { ReadModelProgress } from './consistency/read-model-progress.js';
import type { Runner } from './runner/runner.js';

export class ProjectionLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly runner: Runner,
    private readonly progress: ReadModelProgress,
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
   * For readiness.
   * @throws AppError `unavailable` (`projector_stopped`) with the reason.
   */
  assertRunning(): void {
    const { state } = this.runner;
    if (state.kind !== 'stopped') return;
    throw new AppError('unavailable', state.reason, { code: 'projector_stopped' });
  }
}
