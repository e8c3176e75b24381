// What others may use of users, sessions and the gate of effects.
export { AuthModule, type AuthModuleOptions } from './auth.module.js';
export { UserSchema as AuthUserSchema } from './users/user.entity.js';
export {
  UserAccounts,
  type FirstAdmin,
  type ListedUser,
  type NewUser,
  type UserView,
} from './users/user-accounts.js';
export { DEFAULT_PASSWORD_COST, type PasswordCost } from './users/password-hasher.js';
export { SessionService, type LogInCredentials } from './sessions/session-service.js';
export type { SessionListItem, SessionView, SignedIn } from './sessions/session-views.js';
export type { Session } from './sessions/session.js';
export type { JsonValue } from './sessions/session-data.js';
export { installSessions, SessionHooks } from './sessions/install-sessions.js';
export { PasswordChange } from './sessions/password-change.js';
export { SessionTouches } from './sessions/session-touches.js';
export { CSRF_FIELD, CsrfTokens } from './guard/cross-site.js';
export { BeforePasswordChange } from './guard/session.guard.js';
export { samePath, SessionExceptionFilter } from './guard/session-exception.filter.js';
export { EffectGates } from './gate/effect-gates.js';
export { BOOKS_LOCK } from './gate/advisory-locks.js';
export { AuthAudit } from './audit/auth-audit.js';
