// Who asks. Set on the request by the guard of src/modules/auth, read by everything behind it.
import type { FastifyRequest } from 'fastify';
import { SessionError } from '../kernel/app-error.js';
import type { Uuid } from '../kernel/ids.js';

export type Role = 'admin' | 'bursar' | 'cashier' | 'auditor';

/** In this order the first role that allows a command becomes its `actorRole`. */
export const ROLES: readonly Role[] = ['admin', 'bursar', 'cashier', 'auditor'];

export interface Identity {
  /** `user:<uuid>`; what an Idempotency-Key belongs to. */
  readonly principal: string;
  readonly userId: Uuid;
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** Public id of the session; never its token. */
  readonly sessionId: Uuid;
}

export interface IdentifiedRequest extends FastifyRequest {
  identity?: Identity;
  /** The role that the route's guard admitted this request by. */
  actorRole?: Role;
}

/** @throws SessionError `session_required` when nobody is signed in. */
export function identityOf(request: IdentifiedRequest): Identity {
  if (request.identity === undefined) throw new SessionError('required');
  return request.identity;
}
