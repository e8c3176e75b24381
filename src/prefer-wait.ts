// `Prefer: wait=2` (RFC 7240): a command that was done answers when the lists show it, or after two
// seconds. It waits holding nothing, and can't fail an answer whose effect has happened.
import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { ConsistencyTokens } from './projections/consistency/read-your-writes.js';

@Injectable()
export class PreferWait implements NestInterceptor {
  constructor(private readonly tokens: ConsistencyTokens) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    if (!prefersToWait(http.getRequest<FastifyRequest>())) return next.handle();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        await this.untilShown(http.getResponse<FastifyReply>());
        return answer;
      }),
    );
  }

  private async untilShown(reply: FastifyReply): Promise<void> {
    const token = reply.getHeader('consistency-token');
    if (typeof token !== 'string') return;
    const { stale } = await this.tokens.waitFor(token);
    void reply.header('preference-applied', 'wait=2');
    if (stale) void reply.header('stale', 'true');
  }
}

/** Only of a change: a read says `Consistency-Token`. Whatever is asked for, two seconds are it. */
function prefersToWait({ method, headers }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return /(^|[\s,;])wait=[1-9]\d*([\s,;]|$)/.test([headers['prefer'] ?? ''].flat().join(','));
}
