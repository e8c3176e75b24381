// What every store of sessions promises. Each verb is one atomic step, none is an upsert: create
// fails if it is there, patch, touch and revoke change living sessions only and say so. "Gone" is a
// fact that the store read; a store that can't be reached throws StoreUnavailable and nothing else.
import type { Role } from '../../../http/identity.js';
import { AppError, type SessionFailure } from '../../../kernel/app-error.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { SessionData, SessionDelta } from '../sessions/session-data.js';

export type GoneReason = 'unknown' | 'expired' | 'revoked' | 'superseded';

export type RevokeReason = 'logout' | 'ended' | 'too_many' | 'password_changed' | 'user_disabled';

/** A living session with its user as of the same statement. Times are the database's. */
export interface StoredSession {
  readonly id: Uuid;
  readonly user: {
    readonly id: Uuid;
    readonly username: string;
    readonly displayName: string;
    readonly roles: readonly Role[];
    readonly mustChangePassword: boolean;
  };
  readonly data: SessionData;
  readonly version: bigint;
  /** Outlives the browser ("remember me"). */
  readonly persistent: boolean;
  readonly serverNow: Date;
  readonly authenticatedAt: Date;
  readonly lastSeenAt: Date;
  readonly idleExpiresAt: Date;
  readonly absoluteExpiresAt: Date;
}

export interface NewSession {
  readonly id: Uuid;
  /** SHA-256 of the token; the token itself is in the cookie and nowhere else. */
  readonly tokenHash: Buffer;
  readonly persistent: boolean;
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
  readonly ip: string | undefined;
  readonly userAgent: string | undefined;
}

export interface SessionOwner {
  readonly userId: Uuid;
  /** The user's epoch when the password was checked. */
  readonly epochSeen: number;
  /** The browser's session before this log-in; it ends as superseded. */
  readonly supersedes?: Uuid;
}

export interface SessionInfo {
  readonly id: Uuid;
  readonly persistent: boolean;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly idleExpiresAt: Date;
  readonly ip: string | undefined;
  readonly userAgent: string | undefined;
}

/** A dead session's id is told when there was one: a log-out still waits for its effects. */
export type Loaded =
  { readonly row: StoredSession } | { readonly gone: GoneReason; readonly id?: Uuid };
export type Created = 'created' | 'stale-epoch' | 'duplicate';
export type Patched =
  { readonly version: bigint } | { readonly conflict: bigint } | { readonly gone: GoneReason };
export type Touched = 'touched' | 'fresh' | 'skipped' | 'gone';
export type Rotated = 'rotated' | 'lost-race' | 'gone';

export interface SessionPatch extends SessionDelta {
  /** Compare and swap, for what may happen once: refused as a conflict if the version moved on. */
  readonly expectVersion?: bigint;
}

export interface SessionStore {
  load(tokenHash: Buffer): Promise<Loaded>;
  /** At most five live sessions a user: the oldest ends with `too_many`. */
  create(session: NewSession, owner: SessionOwner): Promise<Created>;
  patch(id: Uuid, patch: SessionPatch): Promise<Patched>;
  /** Slides the idle limit of a session last seen at least so long ago; never waits for a lock. */
  touch(id: Uuid, minAgeSeconds: number): Promise<Touched>;
  /** A new token and id for the same session; the old one is superseded. One step, or nothing. */
  rotate(id: Uuid, next: Pick<NewSession, 'id' | 'tokenHash'>): Promise<Rotated>;
  /** @returns whether it was alive until now. */
  revoke(id: Uuid, reason: RevokeReason): Promise<boolean>;
  /** Ends all sessions of a user but one, and every log-in under way. @returns those it ended. */
  revokeAllForUser(userId: Uuid, reason: RevokeReason, except?: Uuid): Promise<readonly Uuid[]>;
  listForUser(userId: Uuid): Promise<readonly SessionInfo[]>;
  /** Ends expired sessions and removes those dead for 30 days. @returns how many, ≤ `limit` each. */
  reap(limit: number): Promise<number>;
  countLive(): Promise<number>;
}

/** How many sessions one user may have at a time (ASVS 7.1.2). */
export const SESSIONS_PER_USER_MAX = 5;

/** The store did not answer: nothing is known about the session. Becomes 503, never 401. */
export class StoreUnavailable extends AppError {
  constructor(cause: unknown) {
    super('unavailable', 'Sessions can not be looked up now. Try again in a moment.', {
      code: 'store_unavailable',
      retryAfterSeconds: 2,
      cause,
    });
  }
}

/** What a dead session is to the caller; a well-formed token that nobody knows has expired. */
export function failureOf(gone: GoneReason): SessionFailure {
  return gone === 'unknown' ? 'expired' : gone;
}
