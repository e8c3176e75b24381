// One error type for the whole system. A domain names what was refused by kind and code; every edge
// (HTTP, command line, page) maps the ten kinds once and knows nothing else about an error.

export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'precondition_failed'
  | 'rule_violated'
  | 'too_many_requests'
  | 'unavailable'
  | 'internal';

/** One wrong place in an input: `path` is a JSON path such as `allocations[0].amountMinor`. */
export interface FieldError {
  path: string;
  code: string;
  message: string;
}

export interface ErrorDetails {
  /** Stable, snake_case; defaults to the kind. Users of the API branch on it. */
  code?: string;
  /** Every wrong field of an input, not only the first. */
  errors?: readonly FieldError[];
  /** Seconds after which the same request may succeed; becomes `Retry-After`. */
  retryAfterSeconds?: number;
  /** What the caller needs to act, such as `nextOpenDate`; shown to users, so nothing secret. */
  extra?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

/**
 * A refusal or failure that a caller can understand.
 * @param kind     One of ten; decides the HTTP status and the exit code.
 * @param message  What could not be done, with the id it concerns; shown to people.
 */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: string;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    readonly kind: ErrorKind,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code ?? kind;
    this.errors = details.errors;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.extra = details.extra ?? {};
  }
}

/** Why a session no longer counts. */
export type SessionFailure = 'required' | 'expired' | 'revoked' | 'superseded' | 'conflict';

/**
 * The session of a request is gone. It is a fact about the session (a row said so), never a
 * translation of a store's failure: that one is `unavailable` with `store_unavailable`.
 */
export class SessionError extends AppError {
  override readonly name = 'SessionError';

  constructor(readonly failure: SessionFailure) {
    super(failure === 'conflict' ? 'conflict' : 'unauthenticated', SESSION_MESSAGES[failure], {
      code: `session_${failure}`,
      extra: { effect: 'none' },
    });
  }
}

const SESSION_MESSAGES: Record<SessionFailure, string> = {
  required: 'Sign in first.',
  expired: 'Your session has ended because of time. Sign in again; nothing was changed.',
  revoked: 'Your session was ended. Sign in again; nothing was changed.',
  superseded: 'Your session was renewed in another tab. Try again; nothing was changed.',
  conflict: 'Another request changed your session at the same moment. Try again.',
};
