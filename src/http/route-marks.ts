// What a route says about itself. Without a mark it needs a session and nobody's role fits: deny by
// default.
import { SetMetadata } from '@nestjs/common';
import type { Role } from './identity.js';

export const ROUTE_ROLES = 'bursar:roles';
export const ROUTE_PUBLIC = 'bursar:public';
export const ROUTE_EFFECT = 'bursar:effect';
export const ROUTE_NO_TOUCH = 'bursar:no-touch';

/** Roles that may use the route; `admin` always may. */
export const Allow = (...roles: Role[]) => SetMetadata(ROUTE_ROLES, roles);

/** Anybody may use the route, signed in or not. */
export const Public = () => SetMetadata(ROUTE_PUBLIC, true);

/** The route writes to the books: its session is checked by the effect gate, not by the guard. */
export const Effect = () => SetMetadata(ROUTE_EFFECT, true);

/** The route does not count as activity of a person and never extends a session. */
export const NoTouch = () => SetMetadata(ROUTE_NO_TOUCH, true);
