// The commit point: the changes of a request are written before the first byte of its answer, so a
// session that died meanwhile can still turn the answer into "sign in again".
import { Inject, Injectable } from '@nestjs/common';
import { SessionError } from '../../../kernel/app-error.js';
import { AuthMetrics } from '../auth-metrics.js';
import { failureOf, type SessionStore } from '../store/session-store.js';
import { SESSION_STORE } from '../tokens.js';
import type { RequestState } from './request-sessions.js';
import type { Session } from './session.js';
import { SessionTouches } from './session-touches.js';

@Injectable()
export class SessionCommit {
  constructor(
    @Inject(SESSION_STORE) private readonly store: SessionStore,
    private readonly touches: SessionTouches,
    private readonly metrics: AuthMetrics,
  ) {}

  /**
   * Writes what the request changed; once, though an answer to its failure passes here again.
   * @throws SessionError when the session is gone; StoreUnavailable when nobody knows.
   */
  async commit(state: RequestState, status: number): Promise<void> {
    const { session, settled } = state;
    state.settled = true;
    if (settled || session === undefined) return;
    if (!session.isDirty) this.metrics.commits.inc({ outcome: 'clean' });
    // What a failed request changed is not kept; what a refused one did (a flash message) is.
    else if (status >= 500) this.drop();
    else await this.save(session);
    if (!state.noTouch) this.touches.seen(session);
  }

  private drop(): void {
    this.metrics.commits.inc({ outcome: 'dropped' });
    this.metrics.droppedDeltas.inc();
  }

  private async save(session: Session): Promise<void> {
    let outcome = 'failed';
    try {
      const patched = await this.store.patch(session.id, session.delta);
      outcome = 'gone' in patched ? patched.gone : 'conflict' in patched ? 'conflict' : 'saved';
      if ('gone' in patched) throw new SessionError(failureOf(patched.gone));
      if ('conflict' in patched) throw new SessionError('conflict');
    } finally {
      this.metrics.commits.inc({ outcome });
    }
  }
}
