// Ends expired sessions and forgets old ones, in batches small enough to disturb nobody. Several
// instances may do it at once: rows that one has in hand are skipped by the others.
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { AuthMetrics } from '../auth-metrics.js';
import { LogInThrottle } from '../log-in/log-in-throttle.js';
import type { SessionStore } from '../store/session-store.js';
import { AUTH_OPTIONS, SESSION_STORE, type AuthOptions } from '../tokens.js';

const BATCH_SESSIONS_MAX = 500;

@Injectable()
export class SessionReaper implements OnModuleInit, OnModuleDestroy {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(
    @Inject(SESSION_STORE) private readonly store: SessionStore,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly throttle: LogInThrottle,
    private readonly metrics: AuthMetrics,
  ) {}

  onModuleInit(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.tryOnce().finally(() => (this.#running = undefined));
    }, this.options.reapEverySeconds * 1000);
    this.#timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** @returns how many sessions it ended or removed. @throws StoreUnavailable. */
  async reap(): Promise<number> {
    let total = 0;
    let batch = 0;
    do {
      batch = await this.store.reap(BATCH_SESSIONS_MAX);
      total += batch;
    } while (batch >= BATCH_SESSIONS_MAX);
    await this.throttle.clearExpired();
    this.metrics.reaped.inc(total);
    this.metrics.live.set(await this.store.countLive());
    return total;
  }

  /** The next round comes anyway. */
  private async tryOnce(): Promise<void> {
    try {
      await this.reap();
    } catch (error) {
      this.logger.warn({ err: error }, 'expired sessions were not removed');
    }
  }
}
