// The one guard of all routes: deny by default. It knows who asks and by which role they may.
import {
  Inject,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ROLES, type IdentifiedRequest, type Role } from '../../../http/identity.js';
import {
  ROUTE_EFFECT,
  ROUTE_NO_TOUCH,
  ROUTE_PUBLIC,
  ROUTE_ROLES,
} from '../../../http/route-marks.js';
import { AppError, SessionError } from '../../../kernel/app-error.js';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { RequestSessions, type RequestState } from '../sessions/request-sessions.js';
import { SessionLookup } from '../sessions/session-lookup.js';
import { CsrfTokens, refuseCrossSite } from './cross-site.js';
import type { KnownIdentity } from './identity-cache.js';

const ROUTE_BEFORE_PASSWORD_CHANGE = 'bursar:before-password-change';

/** Whoever must change the password first may use this route all the same. */
export const BeforePasswordChange = () => SetMetadata(ROUTE_BEFORE_PASSWORD_CHANGE, true);

@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: RequestSessions,
    private readonly lookup: SessionLookup,
    private readonly csrf: CsrfTokens,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * @throws SessionError; AppError `forbidden`: `cross_site_request`, `password_change_required`, or
   *   no role fits; StoreUnavailable.
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    try {
      return await this.admit(request, context);
    } catch (error) {
      if (error instanceof AppError && error.kind === 'forbidden') this.logDenied(error, request);
      throw error;
    }
  }

  private async admit(request: IdentifiedRequest, context: ExecutionContext): Promise<boolean> {
    const state = this.sessions.of(request);
    refuseCrossSite(request);
    state.noTouch = this.marked(ROUTE_NO_TOUCH, context);
    if (this.marked(ROUTE_PUBLIC, context)) return true;
    state.frozen = this.marked(ROUTE_EFFECT, context);
    const known = await this.identify(state);
    this.csrf.refuseForeignForm(request, known.identity.sessionId);
    request.identity = known.identity;
    this.refuseBeforePasswordChange(known, context);
    request.actorRole = this.admittingRole(context, known.identity.roles);
    return true;
  }

  /** A route with an effect has the gate to check its session; any other is checked here. */
  private async identify(state: RequestState): Promise<KnownIdentity> {
    const known = state.frozen ? this.lookup.knownIdentity(state) : undefined;
    if (known !== undefined) return known;
    const found = await this.lookup.find(state);
    if ('failure' in found) throw new SessionError(found.failure);
    const { identity, stored } = found.session;
    return { identity, mustChangePassword: stored.user.mustChangePassword };
  }

  private refuseBeforePasswordChange(known: KnownIdentity, context: ExecutionContext): void {
    if (!known.mustChangePassword || this.marked(ROUTE_BEFORE_PASSWORD_CHANGE, context)) return;
    throw new AppError('forbidden', 'Choose a password of your own first.', {
      code: 'password_change_required',
    });
  }

  private admittingRole(context: ExecutionContext, roles: readonly Role[]): Role {
    const allowed = this.rolesOf(context);
    const role = ROLES.find(
      (candidate) =>
        roles.includes(candidate) &&
        allowed !== undefined &&
        (candidate === 'admin' || allowed.includes(candidate)),
    );
    if (role !== undefined) return role;
    throw new AppError('forbidden', 'Your role does not allow this.');
  }

  /** Denied access is told to the log (ASVS 16.3.2): who wanted what, and why not. */
  private logDenied({ code }: AppError, request: IdentifiedRequest): void {
    const fields = { code, userId: request.identity?.userId, reqId: request.id };
    this.logger.warn(fields, `${request.method} ${request.routeOptions.url ?? ''} was denied`);
  }

  private rolesOf(context: ExecutionContext): readonly Role[] | undefined {
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROUTE_ROLES, targets);
  }

  private marked(mark: string, context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<boolean | undefined>(mark, targets) === true;
  }
}
