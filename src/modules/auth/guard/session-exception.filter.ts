// The one place that answers a session failure: a browser on its way is sent to the log-in page,
// everything under /api gets a 401 problem and no redirect. Nothing of the answer that the handler had
// begun goes out. Synchronous: Nest does not wait for a filter.
import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { wantsPage } from '../../../http/navigation.js';
import { problemOf, sendProblem } from '../../../http/problem.js';
import { SessionError } from '../../../kernel/app-error.js';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { AuthMetrics } from '../auth-metrics.js';
import { SessionHooks } from '../sessions/install-sessions.js';
import { RequestSessions } from '../sessions/request-sessions.js';
import { isSafe } from './cross-site.js';

type WayToLogIn = (error: SessionError, request: FastifyRequest) => string;

@Catch(SessionError)
export class SessionExceptionFilter implements ExceptionFilter<SessionError> {
  constructor(
    private readonly hooks: SessionHooks,
    private readonly sessions: RequestSessions,
    private readonly metrics: AuthMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  catch(error: SessionError, host: ArgumentsHost): void {
    this.answer(error, host, wayBack);
  }

  /** @param wayTo  Path and query of the log-in page, for a browser on its way. */
  answer(error: SessionError, host: ArgumentsHost, wayTo: WayToLogIn): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    this.count(error, request);
    if (reply.sent || reply.raw.headersSent) {
      this.logger.warn({ code: error.code, reqId: request.id }, 'too late to say sign in again');
      reply.raw.destroy();
      return;
    }
    this.hooks.forgetAnswer(request, reply);
    if (!wantsPage(request) || error.kind !== 'unauthenticated') {
      sendProblem(reply, problemOf(error, request));
      return;
    }
    void reply
      .header('cache-control', 'no-store')
      .redirect(wayTo(error, request), isSafe(request) ? 302 : 303);
  }

  private count({ failure }: SessionError, request: FastifyRequest): void {
    if (failure === 'required') return;
    this.metrics.interrupted.inc({
      reason: failure,
      phase: this.sessions.of(request).settled ? 'commit' : 'request',
      kind: wantsPage(request) ? 'page' : 'api',
    });
  }
}

/** A form's data can't be asked for again by GET: its page keeps the draft, so no `next`. */
function wayBack({ failure }: SessionError, request: FastifyRequest): string {
  const query = new URLSearchParams();
  if (isSafe(request)) query.set('next', samePath(request.url));
  if (failure !== 'required') query.set('reason', failure);
  const text = query.toString();
  return text === '' ? '/login' : `/login?${text}`;
}

/** A path on this site, whatever the client put there: `//elsewhere` would be another host. */
export function samePath(url: string): string {
  return /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(url) ? url : '/';
}
