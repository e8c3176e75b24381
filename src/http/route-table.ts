// What the server serves: so that a known path with the wrong method is told apart from an unknown
// path (405 with `Allow`, RFC 9110 §15.5.6).
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AnsweredProblem } from './problem.js';

interface Route {
  readonly pattern: RegExp;
  readonly method: string;
}

@Injectable()
export class RouteTable {
  private readonly routes: Route[] = [];

  /** Learns each route as it is registered; called before the first one is. */
  watch(server: FastifyInstance): void {
    server.addHook('onRoute', ({ method, url }) => {
      // A catch-all is a fallback of the framework, no route of ours.
      if (url.includes('*')) return;
      const pattern = new RegExp(`^${url.replace(/:[^/]+/g, '[^/]+')}/?$`);
      for (const each of [method].flat()) this.routes.push({ pattern, method: each });
    });
  }

  /** Turns "no such route" into "not with this method" where that is the truth. */
  refineNotFound(
    answered: AnsweredProblem,
    request: FastifyRequest,
    reply: FastifyReply,
  ): AnsweredProblem {
    const { problem } = answered;
    if (problem.status !== 404 || problem.code !== 'not_found') return answered;
    const allowed = this.routes
      .filter(({ pattern }) => pattern.test(problem.instance))
      .map(({ method }) => method);
    if (allowed.length === 0 || allowed.includes(request.method)) return answered;
    void reply.header('allow', [...new Set(allowed)].join(', '));
    return {
      ...answered,
      problem: {
        ...problem,
        type: 'urn:bursar:problem:method_not_allowed',
        status: 405,
        title: 'Method not allowed',
        code: 'method_not_allowed',
        detail: `${problem.instance} does not take ${request.method}.`,
      },
    };
  }
}
