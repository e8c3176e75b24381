// A log-in's session: always a new token; the browser's session before it ends as superseded, and
// nothing of it is carried over.
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SessionError } from '../../../kernel/app-error.js';
import { assert } from '../../../kernel/assert.js';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { CONFIG, type Config } from '../../../kernel/config.js';
import { randomId } from '../../../kernel/ids.js';
import { AuthAudit } from '../audit/auth-audit.js';
import { AuthMetrics } from '../auth-metrics.js';
import { IdentityCache } from '../guard/identity-cache.js';
import { failureOf, type NewSession, type SessionStore } from '../store/session-store.js';
import { SESSION_STORE } from '../tokens.js';
import type { VerifiedUser } from '../users/user-accounts.js';
import { addressOf, userAgentOf } from './client.js';
import { RequestSessions, type RequestState } from './request-sessions.js';
import { Session } from './session.js';
import { SessionCookie } from './session-cookie.js';
import { SessionLookup } from './session-lookup.js';
import { newToken } from './token.js';

@Injectable()
export class SessionStart {
  constructor(
    @Inject(SESSION_STORE) private readonly store: SessionStore,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly sessions: RequestSessions,
    private readonly lookup: SessionLookup,
    private readonly cookie: SessionCookie,
    private readonly identities: IdentityCache,
    private readonly audit: AuthAudit,
    private readonly metrics: AuthMetrics,
  ) {}

  /**
   * @throws SessionError `session_revoked` when all sessions of the user were ended since the
   *   password was checked; StoreUnavailable.
   */
  async start(request: FastifyRequest, user: VerifiedUser, rememberMe: boolean): Promise<Session> {
    const state = this.sessions.of(request);
    const before = await this.lookup.find(state);
    const supersedes = 'session' in before ? before.session.id : undefined;
    const { token, tokenHash } = newToken();
    const created = this.newSession(request, tokenHash, rememberMe);
    const outcome = await this.store.create(created, {
      userId: user.id,
      epochSeen: user.epochSeen,
      ...(supersedes === undefined ? {} : { supersedes }),
    });
    if (outcome === 'stale-epoch') throw new SessionError('revoked');
    assert(outcome === 'created', 'a fresh token and id are nobody else’s');
    if (supersedes !== undefined) this.identities.forgetSession(supersedes);
    const details = { sessionId: created.id, ip: created.ip };
    await this.audit.record('login_succeeded', { subjectId: user.id, actorId: user.id, details });
    this.metrics.logIns.inc({ result: 'succeeded' });
    const session = await this.adopt(state, tokenHash);
    state.setCookie = this.cookie.setting(token, rememberMe ? created.absoluteSeconds : undefined);
    return session;
  }

  /**
   * A new token and id for the session of the request, when its rights or its password changed.
   * @throws SessionError when it is gone or another request renewed it first; StoreUnavailable.
   */
  async renew(request: FastifyRequest, session: Session): Promise<Session> {
    const { token, tokenHash } = newToken();
    const id = randomId(this.clock.now());
    const outcome = await this.store.rotate(session.id, { id, tokenHash });
    if (outcome !== 'rotated') {
      throw new SessionError(outcome === 'lost-race' ? 'superseded' : 'revoked');
    }
    this.identities.forgetSession(session.id);
    const state = this.sessions.of(request);
    const renewed = await this.adopt(state, tokenHash);
    state.setCookie = this.cookie.setting(token, secondsLeft(renewed));
    return renewed;
  }

  /** From here on the request belongs to the new session. */
  private async adopt(state: RequestState, tokenHash: Buffer): Promise<Session> {
    const loaded = await this.store.load(tokenHash);
    if ('gone' in loaded) throw new SessionError(failureOf(loaded.gone));
    const session = new Session(loaded.row);
    state.session = session;
    state.found = Promise.resolve({ session });
    return session;
  }

  private newSession(request: FastifyRequest, tokenHash: Buffer, persistent: boolean): NewSession {
    const { config } = this;
    return {
      id: randomId(this.clock.now()),
      tokenHash,
      persistent,
      idleSeconds: persistent ? config.REMEMBER_IDLE_SECONDS : config.SESSION_IDLE_SECONDS,
      absoluteSeconds: persistent
        ? config.REMEMBER_ABSOLUTE_SECONDS
        : config.SESSION_ABSOLUTE_SECONDS,
      ip: addressOf(request),
      userAgent: userAgentOf(request),
    };
  }
}

/** How long the browser keeps the cookie of a remembered session; the limit was fixed at log-in. */
function secondsLeft({ stored }: Session): number | undefined {
  if (!stored.persistent) return undefined;
  return Math.ceil((stored.absoluteExpiresAt.getTime() - stored.serverNow.getTime()) / 1000);
}
