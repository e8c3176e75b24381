// Users, sessions and the gate of effects, put together. The application brings the pools, the
// configuration, the clock, the logger, the metrics and MikroORM (with AUTH_ENTITIES).
import { randomUUID } from 'node:crypto';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { PassportModule } from '@nestjs/passport';
import type pg from 'pg';
import { GATE_POOL, READ_POOL } from '../../database/index.js';
import { CONFIG, type Config } from '../../kernel/config.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { AuthAudit } from './audit/auth-audit.js';
import { AuthMetrics } from './auth-metrics.js';
import { EffectGates } from './gate/effect-gates.js';
import { SessionLocks } from './gate/session-locks.js';
import { SharedGate } from './gate/shared-gate.js';
import { CsrfTokens } from './guard/cross-site.js';
import { IdentityCache } from './guard/identity-cache.js';
import { SessionExceptionFilter } from './guard/session-exception.filter.js';
import { SessionGuard } from './guard/session.guard.js';
import { Credentials } from './log-in/credentials.js';
import { LogInThrottle } from './log-in/log-in-throttle.js';
import { PasswordGuard, passwordStrategy } from './log-in/password-strategy.js';
import { SessionController } from './log-in/session.controller.js';
import { SessionsController } from './log-in/sessions.controller.js';
import { PasswordController } from './log-in/password.controller.js';
import { PasswordChange } from './sessions/password-change.js';
import { SessionHooks } from './sessions/install-sessions.js';
import { RequestSessions } from './sessions/request-sessions.js';
import { SessionCommit } from './sessions/session-commit.js';
import { SessionCookie } from './sessions/session-cookie.js';
import { SessionEnding } from './sessions/session-ending.js';
import { SessionLookup } from './sessions/session-lookup.js';
import { SessionReaper } from './sessions/session-reaper.js';
import { SessionService } from './sessions/session-service.js';
import { SessionStart } from './sessions/session-start.js';
import { SessionTouches } from './sessions/session-touches.js';
import { MeasuredSessionStore } from './store/measured-session-store.js';
import { PostgresSessionStore } from './store/postgres-session-store.js';
import { AUTH_OPTIONS, DEFAULT_AUTH_OPTIONS, SESSION_STORE, type AuthOptions } from './tokens.js';
import {
  DEFAULT_PASSWORD_COST,
  PasswordHasher,
  type PasswordCost,
} from './users/password-hasher.js';
import { UserAccounts } from './users/user-accounts.js';
import { UsersController } from './users/users.controller.js';
import { User } from './users/user.entity.js';

export interface AuthModuleOptions extends Partial<AuthOptions> {
  /** Argon2id's cost; tests take the lowest. */
  readonly passwordCost?: PasswordCost;
}

@Module({})
export class AuthModule {
  static register(options: AuthModuleOptions = {}): DynamicModule {
    const strategyName = `password-${randomUUID()}`;
    return {
      module: AuthModule,
      imports: [
        MikroOrmModule.forFeature([User]),
        PassportModule.register({
          defaultStrategy: strategyName,
          property: 'passwordChecked',
          session: false,
        }),
      ],
      controllers: [SessionController, SessionsController, PasswordController, UsersController],
      providers: [
        ...builtFrom(options, strategyName),
        ...SERVICES,
        { provide: APP_GUARD, useExisting: SessionGuard },
        { provide: APP_FILTER, useExisting: SessionExceptionFilter },
      ],
      exports: [
        SessionService,
        UserAccounts,
        EffectGates,
        CsrfTokens,
        SessionHooks,
        SessionExceptionFilter,
        SessionTouches,
        PasswordChange,
        AuthAudit,
      ],
    };
  }
}

const SERVICES: readonly (Provider & (new (...args: never[]) => object))[] = [
  AuthAudit,
  AuthMetrics,
  Credentials,
  CsrfTokens,
  EffectGates,
  IdentityCache,
  LogInThrottle,
  PasswordChange,
  PasswordGuard,
  RequestSessions,
  SessionCommit,
  SessionEnding,
  SessionExceptionFilter,
  SessionGuard,
  SessionHooks,
  SessionLookup,
  SessionReaper,
  SessionService,
  SessionStart,
  SessionTouches,
  UserAccounts,
];

const PASSWORD_STRATEGY = Symbol('PasswordStrategy');

/** What is made from configuration rather than from its own constructor. */
function builtFrom(options: AuthModuleOptions, strategyName: string): Provider[] {
  return [
    { provide: AUTH_OPTIONS, useValue: { ...DEFAULT_AUTH_OPTIONS, ...options } },
    {
      provide: PasswordHasher,
      useFactory: () => new PasswordHasher(options.passwordCost ?? DEFAULT_PASSWORD_COST),
    },
    {
      provide: SessionCookie,
      inject: [CONFIG],
      useFactory: (config: Config) => new SessionCookie(config),
    },
    {
      provide: SESSION_STORE,
      inject: [READ_POOL, AuthMetrics],
      useFactory: (pool: pg.Pool, metrics: AuthMetrics) =>
        new MeasuredSessionStore(new PostgresSessionStore(pool), metrics),
    },
    {
      provide: SharedGate,
      inject: [GATE_POOL, LOGGER],
      useFactory: (pool: pg.Pool, logger: Logger) => new SharedGate(pool, logger),
    },
    {
      provide: SessionLocks,
      inject: [GATE_POOL, LOGGER],
      useFactory: (pool: pg.Pool, logger: Logger) => new SessionLocks(pool, logger),
    },
    {
      provide: PASSWORD_STRATEGY,
      inject: [SessionService],
      useFactory: (sessions: SessionService) => passwordStrategy(sessions, strategyName),
    },
  ];
}
