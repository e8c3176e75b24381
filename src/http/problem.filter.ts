// Every error of a request ends here (session failures in their own filter): a problem document for
// programs, a page for people. It is synchronous: Nest does not wait for a filter, a rejected one
// would leave the request hanging.
import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOGGER, type Logger } from '../kernel/logger.js';
import { wantsPage } from './navigation.js';
import { problemOf, sendProblem, type AnsweredProblem, type Problem } from './problem.js';
import { RouteTable } from './route-table.js';

/** Renders a problem as a page; bound to src/web. */
export interface ErrorPages {
  render(problem: Problem, request: FastifyRequest): string;
}

export const ERROR_PAGES = Symbol('ErrorPages');

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(ERROR_PAGES) private readonly pages: ErrorPages,
    private readonly routes: RouteTable,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const answered = this.routes.refineNotFound(problemOf(error, request), request, reply);
    if (answered.isFailure) this.log(error, answered, request);
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    if (wantsPage(request)) this.sendPage(answered, request, reply);
    else sendProblem(reply, answered);
  }

  private sendPage(answered: AnsweredProblem, request: FastifyRequest, reply: FastifyReply): void {
    if (answered.retryAfterSeconds !== undefined) {
      void reply.header('retry-after', String(answered.retryAfterSeconds));
    }
    void reply
      .status(answered.problem.status)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(this.pages.render(answered.problem, request));
  }

  private log(error: unknown, { problem }: AnsweredProblem, request: FastifyRequest): void {
    const fields = { err: error, code: problem.code, reqId: request.id };
    this.logger.error(fields, `${request.method} ${problem.instance} failed`);
  }
}
