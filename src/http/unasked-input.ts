// Routes of the API take what they declare: a query parameter or a field that a route does not have is
// refused, never ignored. Routes with a schema do so themselves; this stands before those without one.
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/internal';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { isApi } from './navigation.js';
import { refuseUnknownFields } from './validation.js';

export class RefuseUnaskedInput implements NestInterceptor {
  /** @throws AppError `invalid` (`unknown_field`). */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (isApi(request)) {
      const taken = takenBy(context);
      if (!taken.has(RouteParamtypes.QUERY)) refuseUnknownFields(namesIn(request.query));
      if (!taken.has(RouteParamtypes.BODY)) refuseUnknownFields(namesIn(request.body));
    }
    return next.handle();
  }
}

/** Kinds of arguments that the handler of a route declares. */
function takenBy(context: ExecutionContext): ReadonlySet<RouteParamtypes> {
  const handler = context.getHandler().name;
  const declared: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler);
  // The framework keeps them under `<kind>:<index>`.
  return new Set(Object.keys(declared ?? {}).map((key) => parseInt(key, 10)));
}

/** What the input names: fields of an object, or the whole where it is none. */
function namesIn(input: unknown): string[] {
  if (input === undefined || input === null) return [];
  return typeof input === 'object' && !Array.isArray(input) ? Object.keys(input) : ['body'];
}
