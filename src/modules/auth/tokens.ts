// Injection tokens of what is an interface here.

/** The SessionStore of this installation. */
export const SESSION_STORE = Symbol('SessionStore');

export interface AuthOptions {
  /** Sessions are touched when last seen so long ago. */
  readonly touchAfterSeconds: number;
  readonly reapEverySeconds: number;
}

export const AUTH_OPTIONS = Symbol('AuthOptions');

export const DEFAULT_AUTH_OPTIONS: AuthOptions = { touchAfterSeconds: 60, reapEverySeconds: 300 };
