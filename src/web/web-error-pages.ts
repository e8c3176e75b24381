// Error pages for the filter of the edge. Synchronous and without a store: they are asked for when
// something is broken.
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { IdentifiedRequest } from '../http/identity.js';
import type { ErrorPages } from '../http/problem.filter.js';
import type { Problem } from '../http/problem.js';
import { Frames } from './frames.js';
import { renderErrorPage } from './html.js';
import type { ProblemView } from './view-models.js';

@Injectable()
export class WebErrorPages implements ErrorPages {
  constructor(private readonly frames: Frames) {}

  render(problem: Problem, request: FastifyRequest): string {
    const frame = this.frames.lastKnown(request as IdentifiedRequest);
    return renderErrorPage(problemView(problem), frame === undefined ? {} : { frame });
  }
}

/** A problem document as an error page shows it. */
export function problemView(problem: Problem): ProblemView {
  const { status, code, title, detail, instance, requestId } = problem;
  const effect = problem['effect'];
  return {
    status,
    code,
    title,
    detail,
    instance,
    requestId,
    ...(effect === 'none' || effect === 'unknown' ? { effect } : {}),
  };
}
