// What the pages need on which people sign in and choose a password.

export type SignInReason =
  | 'required'
  | 'expired'
  | 'revoked'
  | 'superseded'
  | 'signed_out'
  | 'wrong_credentials'
  | 'too_many_attempts'
  | 'incomplete';

/** How long a session lives, for the words beside "Remember me". */
export interface SessionLimits {
  readonly idleSeconds: number;
  readonly rememberIdleSeconds: number;
  readonly rememberAbsoluteSeconds: number;
}

export interface LoginView {
  readonly reason?: SignInReason;
  /** Same-origin path to go on to. */
  readonly next?: string;
  readonly username?: string;
  readonly remember?: boolean;
  readonly retryAfterSeconds?: number;
  readonly limits: SessionLimits;
  /** What the session's end interrupted: it was not recorded, and `next` opens it filled in. */
  readonly draft?: string;
}

export interface PasswordProblem {
  readonly message: string;
  readonly field: 'currentPassword' | 'newPassword';
}

/** The form that changes the own password, and why it was not changed. */
export interface PasswordView {
  /** Whose it is; password managers ask. */
  readonly username: string;
  readonly problem?: PasswordProblem;
}
