// Log-in through passport: its `local` strategy reads name and password from the body, always without
// passport's own sessions.
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import passport from 'passport';
import { Strategy } from 'passport-local';
import type { VerifiedUser } from '../users/user-accounts.js';
import { SessionService } from '../sessions/session-service.js';
import { logInSchema } from './session.dto.js';

/** Where passport leaves the user that it verified. */
export interface PasswordCheckedRequest extends FastifyRequest {
  passwordChecked?: VerifiedUser;
}

/**
 * The strategy under a name of its own: passport keeps strategies in one registry a process, where
 * two applications would take each other's.
 */
export function passwordStrategy(sessions: SessionService, name: string): Strategy {
  class PasswordStrategy extends PassportStrategy(Strategy, name) implements OnModuleDestroy {
    /** False for a malformed body: the schema of the route, which is asked next, says what is wrong. */
    async validate(request: FastifyRequest): Promise<VerifiedUser | false> {
      const body = logInSchema.safeParse(request.body);
      return body.success && sessions.checkPassword(request, body.data);
    }

    onModuleDestroy(): void {
      passport.unuse(name);
    }
  }
  return new PasswordStrategy({ passReqToCallback: true });
}

@Injectable()
export class PasswordGuard extends AuthGuard() {
  /** Lets a malformed body through to the schema; refusals of the strategy are errors of ours. */
  override handleRequest<TUser = VerifiedUser>(error: unknown, user: TUser | false): TUser {
    if (error instanceof Error) throw error;
    return user || (undefined as TUser);
  }
}
