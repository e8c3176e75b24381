// Log in, log out, and what people may do with their own sessions; for the API and the pages alike.
// What a request decides about its cookie goes out with its answer, whoever sends it.
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AppError, SessionError } from '../../../kernel/app-error.js';
import type { Uuid } from '../../../kernel/ids.js';
import { Credentials } from '../log-in/credentials.js';
import type { SessionStore } from '../store/session-store.js';
import { SESSION_STORE } from '../tokens.js';
import type { VerifiedUser } from '../users/user-accounts.js';
import { addressOf } from './client.js';
import { RequestSessions } from './request-sessions.js';
import type { Session } from './session.js';
import { SessionEnding } from './session-ending.js';
import { SessionLookup } from './session-lookup.js';
import { SessionStart } from './session-start.js';
import { listItemOf, signedInOf, type SessionListItem, type SignedIn } from './session-views.js';

export interface LogInCredentials {
  readonly username: string;
  readonly password: string;
  readonly rememberMe?: boolean | undefined;
}

@Injectable()
export class SessionService {
  constructor(
    @Inject(SESSION_STORE) private readonly store: SessionStore,
    private readonly sessions: RequestSessions,
    private readonly lookup: SessionLookup,
    private readonly credentials: Credentials,
    private readonly starting: SessionStart,
    private readonly ending: SessionEnding,
  ) {}

  /**
   * Checks the password and starts a session; the answer to this request carries its cookie.
   * @throws AppError `unauthenticated` (`invalid_credentials`), `too_many_requests`
   *   (`too_many_attempts`), `unavailable`; SessionError `session_revoked` when "log out
   *   everywhere" came in between.
   */
  async logIn(request: FastifyRequest, given: LogInCredentials): Promise<SignedIn> {
    const user = await this.checkPassword(request, given);
    return this.start(request, user, given.rememberMe ?? false);
  }

  /** The first half of `logIn`. */
  checkPassword(request: FastifyRequest, given: LogInCredentials): Promise<VerifiedUser> {
    const attempt = { username: given.username, address: addressOf(request) };
    return this.credentials.check(attempt, given.password);
  }

  /** The second half of `logIn`. */
  async start(request: FastifyRequest, user: VerifiedUser, rememberMe: boolean): Promise<SignedIn> {
    return signedInOf((await this.starting.start(request, user, rememberMe)).stored);
  }

  /**
   * Ends the session of the request, if it has one; the same answer for a dead or missing cookie.
   * The answer clears the cookie, also when the store is away. No effect of the session happens after
   * it returned.
   * @param confirm  Throws when the request may not end this session: then nothing is ended or cleared.
   * @throws StoreUnavailable when the store could not end it; what `confirm` throws.
   */
  async logOut(request: FastifyRequest, confirm?: (session: Session) => void): Promise<void> {
    const state = this.sessions.of(request);
    state.loggedOut = true;
    const found = await this.lookup.find(state);
    if ('session' in found && confirm !== undefined) {
      state.loggedOut = false;
      confirm(found.session);
      state.loggedOut = true;
    }
    state.session = undefined;
    if ('session' in found) {
      const { id, identity } = found.session;
      await this.ending.end({ id, userId: identity.userId }, 'logout');
    } else if (found.id !== undefined) {
      await this.ending.untilQuiet(found.id);
    }
  }

  /** @throws SessionError when nobody is signed in (any more); StoreUnavailable. */
  async require(request: FastifyRequest): Promise<Session> {
    const found = await this.lookup.find(this.sessions.of(request));
    if ('session' in found) return found.session;
    throw new SessionError(found.failure);
  }

  /** Who is signed in and until when. @throws SessionError; StoreUnavailable. */
  async current(request: FastifyRequest): Promise<SignedIn> {
    return signedInOf((await this.require(request)).stored);
  }

  /** "Stay signed in": slides the idle limit now. @throws SessionError; StoreUnavailable. */
  async extend(request: FastifyRequest): Promise<SignedIn> {
    const { id } = await this.require(request);
    const state = this.sessions.of(request);
    const touched = await this.store.touch(id, 0);
    // What was found before is no longer what is there.
    state.found = undefined;
    if (touched === 'gone') state.session = undefined;
    return this.current(request);
  }

  async list(request: FastifyRequest): Promise<readonly SessionListItem[]> {
    const { id, identity } = await this.require(request);
    const infos = await this.store.listForUser(identity.userId);
    return infos.map((info) => listItemOf(info, id));
  }

  /** Ends one of the person's own sessions. @throws AppError `not_found` (`session_not_found`). */
  async end(request: FastifyRequest, sessionId: Uuid): Promise<void> {
    const { id, identity } = await this.require(request);
    if (sessionId === id) return this.logOut(request);
    const own = await this.store.listForUser(identity.userId);
    if (!own.some((info) => info.id === sessionId)) {
      throw new AppError('not_found', `You have no session ${sessionId}.`, {
        code: 'session_not_found',
      });
    }
    return this.ending.end({ id: sessionId, userId: identity.userId }, 'ended');
  }

  /** Ends all other sessions of the person, and log-ins under way. */
  async endOthers(request: FastifyRequest): Promise<void> {
    const { id, identity } = await this.require(request);
    await this.ending.endAll(identity.userId, 'ended', id);
  }
}
