// Ends sessions: the revocation first, so that nothing new begins, then the wait for commands that
// were past their check, then the answer. After it no effect of the session can happen.
import { Inject, Injectable } from '@nestjs/common';
import type { Uuid } from '../../../kernel/ids.js';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { AuthAudit, type AuthEntry, type AuthEvent } from '../audit/auth-audit.js';
import { SessionLocks } from '../gate/session-locks.js';
import { IdentityCache } from '../guard/identity-cache.js';
import type { RevokeReason, SessionStore } from '../store/session-store.js';
import { SESSION_STORE } from '../tokens.js';

@Injectable()
export class SessionEnding {
  constructor(
    @Inject(SESSION_STORE) private readonly store: SessionStore,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly locks: SessionLocks,
    private readonly identities: IdentityCache,
    private readonly audit: AuthAudit,
  ) {}

  /** @throws StoreUnavailable when the session may still be alive or have an effect. */
  async end(session: { id: Uuid; userId: Uuid }, reason: RevokeReason): Promise<void> {
    const ended = await this.store.revoke(session.id, reason);
    this.identities.forgetSession(session.id);
    await this.locks.untilQuiet([session.id]);
    if (!ended) return;
    const { userId, id } = session;
    await this.record(reason === 'logout' ? 'logout' : 'session_ended', {
      subjectId: userId,
      actorId: userId,
      details: { sessionId: id },
    });
  }

  /** All sessions of a user but one, and log-ins under way. @throws StoreUnavailable. */
  async endAll(userId: Uuid, reason: RevokeReason, except?: Uuid): Promise<void> {
    const ended = await this.store.revokeAllForUser(userId, reason, except);
    this.identities.forgetUser(userId);
    await this.locks.untilQuiet(ended);
    const details = { sessionIds: ended, reason };
    await this.record('sessions_ended', { subjectId: userId, actorId: userId, details });
  }

  /** A session that somebody else ended a moment ago may still have a command under way. */
  async untilQuiet(sessionId: Uuid): Promise<void> {
    await this.locks.untilQuiet([sessionId]);
  }

  /** The sessions are dead, whether it can be recorded or not: an error here is no error there. */
  private async record(event: AuthEvent, entry: AuthEntry): Promise<void> {
    try {
      await this.audit.record(event, entry);
    } catch (error) {
      this.logger.error({ err: error, event, ...entry }, 'the end of a session was not recorded');
    }
  }
}
