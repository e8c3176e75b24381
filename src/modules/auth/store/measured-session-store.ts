// A store whose calls are timed and whose failures are counted, whichever store it is.
import type { Uuid } from '../../../kernel/ids.js';
import type { AuthMetrics } from '../auth-metrics.js';
import type {
  NewSession,
  RevokeReason,
  SessionOwner,
  SessionPatch,
  SessionStore,
} from './session-store.js';

export class MeasuredSessionStore implements SessionStore {
  constructor(
    private readonly store: SessionStore,
    private readonly metrics: AuthMetrics,
  ) {}

  load(tokenHash: Buffer) {
    return this.measured('load', () => this.store.load(tokenHash));
  }

  create(session: NewSession, owner: SessionOwner) {
    return this.measured('create', () => this.store.create(session, owner));
  }

  patch(id: Uuid, patch: SessionPatch) {
    return this.measured('patch', () => this.store.patch(id, patch));
  }

  touch(id: Uuid, minAgeSeconds: number) {
    return this.measured('touch', () => this.store.touch(id, minAgeSeconds));
  }

  rotate(id: Uuid, next: Pick<NewSession, 'id' | 'tokenHash'>) {
    return this.measured('rotate', () => this.store.rotate(id, next));
  }

  revoke(id: Uuid, reason: RevokeReason) {
    return this.measured('revoke', () => this.store.revoke(id, reason));
  }

  revokeAllForUser(userId: Uuid, reason: RevokeReason, except?: Uuid) {
    return this.measured('revoke_all', () => this.store.revokeAllForUser(userId, reason, except));
  }

  listForUser(userId: Uuid) {
    return this.measured('list', () => this.store.listForUser(userId));
  }

  reap(limit: number) {
    return this.measured('reap', () => this.store.reap(limit));
  }

  countLive() {
    return this.measured('count', () => this.store.countLive());
  }

  private async measured<T>(op: string, call: () => Promise<T>): Promise<T> {
    const end = this.metrics.storeSeconds.startTimer({ op });
    try {
      return await call();
    } catch (error) {
      this.metrics.storeErrors.inc({ op });
      throw error;
    } finally {
      end();
    }
  }
}
