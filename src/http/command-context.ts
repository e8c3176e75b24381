// From a request to what a command says about itself in the log: who, in which role, under which
// id, because of which request.
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CLOCK, type Clock } from '../kernel/clock.js';
import type { ActorRole } from '../kernel/fact.js';
import { commandIdOf, derivedId, isUuid, NAMESPACE, randomId, type Uuid } from '../kernel/ids.js';
import { SERVER_SECRET, type ServerSecret } from '../kernel/server-secret.js';
import { identityOf, type IdentifiedRequest } from './identity.js';
import { hashedText, optionalKey, requiredKey } from './idempotency.js';

/** The same shape that the event log takes. */
export interface RequestCommandContext {
  readonly commandId: Uuid;
  readonly requestHash: string;
  readonly principal: string;
  readonly actorRole: ActorRole;
  readonly correlationId: Uuid;
  readonly requestId: string;
  readonly traceparent?: string;
}

/** A request that a form stands for: its hidden key, and path and body as the API would have them. */
export interface FormCommand {
  readonly key: string;
  readonly path: string;
  readonly body: unknown;
}

@Injectable()
export class CommandContexts {
  constructor(
    @Inject(SERVER_SECRET) private readonly secret: ServerSecret,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** For a POST that moves money. @throws AppError `idempotency_key_required`. */
  ofMoneyRequest(request: IdentifiedRequest): RequestCommandContext {
    return this.context(request, requiredKey(request), pathOf(request), request.body);
  }

  /** For other writes: without a key each request is a command of its own. */
  ofRequest(request: IdentifiedRequest): RequestCommandContext {
    const key = optionalKey(request) ?? randomId(this.clock.now());
    return this.context(request, key, pathOf(request), request.body);
  }

  /** For a form of a page, hashed as the API request that it stands for (its csrf token changes). */
  ofForm(request: IdentifiedRequest, form: FormCommand): RequestCommandContext {
    return this.context(request, form.key, form.path, form.body);
  }

  private context(
    request: IdentifiedRequest,
    key: string,
    path: string,
    body: unknown,
  ): RequestCommandContext {
    const { principal } = identityOf(request);
    const traceparent = request.headers['traceparent'];
    return {
      commandId: commandIdOf(principal, key),
      requestHash: this.secret.hmac(hashedText(request.method, path, body)),
      principal,
      actorRole: request.actorRole ?? 'auditor',
      correlationId: isUuid(request.id) ? request.id : derivedId(NAMESPACE, 'request', request.id),
      requestId: request.id,
      ...(isTrace(traceparent) ? { traceparent } : {}),
    };
  }
}

/** The path in its one spelling: no escapes, no trailing slash, ids in small letters. */
function pathOf({ params, routeOptions, url }: FastifyRequest): string {
  const values = new Map(Object.entries(params ?? {}));
  return (routeOptions.url ?? url).replace(/:(\w+)/g, (_, name: string) =>
    String(values.get(name)).toLowerCase(),
  );
}

/** W3C Trace Context; whatever else a client sends under that name is not for the books. */
function isTrace(header: string | string[] | undefined): header is string {
  return (
    typeof header === 'string' && /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(header)
  );
}
