// Slides the idle limit of sessions in use, at most once a minute each, beside the answers: a touch
// delays none and fails none.
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Uuid } from '../../../kernel/ids.js';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { AuthMetrics } from '../auth-metrics.js';
import type { SessionStore } from '../store/session-store.js';
import { AUTH_OPTIONS, SESSION_STORE, type AuthOptions } from '../tokens.js';
import type { Session } from './session.js';

@Injectable()
export class SessionTouches implements OnModuleDestroy {
  readonly #running = new Map<Uuid, Promise<void>>();

  constructor(
    @Inject(SESSION_STORE) private readonly store: SessionStore,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: AuthMetrics,
  ) {}

  /** Starts a touch unless the session was seen a short while ago. */
  seen({ id, stored }: Session): void {
    const ageMilliseconds = stored.serverNow.getTime() - stored.lastSeenAt.getTime();
    if (ageMilliseconds < this.options.touchAfterSeconds * 1000 || this.#running.has(id)) return;
    this.#running.set(
      id,
      this.touch(id).finally(() => this.#running.delete(id)),
    );
  }

  /** Resolves when every touch that was started has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  async onModuleDestroy(): Promise<void> {
    await this.settled();
  }

  private async touch(id: Uuid): Promise<void> {
    try {
      const result = await this.store.touch(id, this.options.touchAfterSeconds);
      this.metrics.touches.inc({ result });
    } catch (error) {
      this.metrics.touches.inc({ result: 'failed' });
      this.logger.warn({ err: error, sessionId: id }, 'a session could not be touched');
    }
  }
}
