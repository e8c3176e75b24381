// A read that carries a Consistency-Token waits for that write; an answer that could not wait says
// `Stale: true`, or with `Prefer: handling=strict` is refused.
import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { ConsistencyTokens } from './read-your-writes.js';

@Injectable()
export class ConsistencyInterceptor implements NestInterceptor {
  constructor(private readonly tokens: ConsistencyTokens) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = request.headers['consistency-token'];
    if (typeof token !== 'string' || !['GET', 'HEAD'].includes(request.method))
      return next.handle();
    const { stale } = await this.tokens.waitFor(token, { strict: isStrict(request) });
    if (stale) void context.switchToHttp().getResponse<FastifyReply>().header('stale', 'true');
    return next.handle();
  }
}

function isStrict({ headers }: FastifyRequest): boolean {
  return /(^|[\s,;])handling=strict([\s,;]|$)/.test([headers['prefer'] ?? ''].flat().join(','));
}
