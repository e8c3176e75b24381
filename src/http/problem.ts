// RFC 9457 problem documents: the one map from an error's kind to HTTP.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpException } from '@nestjs/common';
import { AppError, type ErrorKind, type FieldError } from '../kernel/app-error.js';

export interface Problem {
  type: string;
  title: string;
  status: number;
  /** Stable, snake_case. */
  code: string;
  detail: string;
  instance: string;
  requestId: string;
  errors?: readonly FieldError[];
  [extra: string]: unknown;
}

export interface AnsweredProblem {
  readonly problem: Problem;
  readonly retryAfterSeconds?: number;
  /** A bug or an outage, to be logged with its stack; the caller sees a generic text. */
  readonly isFailure: boolean;
}

const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  rule_violated: 422,
  too_many_requests: 429,
  unavailable: 503,
  internal: 500,
};

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  408: 'Too slow',
  409: 'Refused: the books say otherwise',
  412: 'It has changed meanwhile',
  413: 'Too large',
  414: 'Too long an address',
  415: 'Unsupported media type',
  422: 'Refused by a rule',
  429: 'Too many attempts',
  431: 'Too large headers',
  500: 'Something broke',
  503: 'Not available now',
};

/** Codes of what the server itself refuses before a route is reached. */
const CODES: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  408: 'request_timeout',
  413: 'body_too_large',
  414: 'url_too_long',
  415: 'unsupported_media_type',
  431: 'headers_too_large',
};

/** The problem document of any error; what is no refusal of ours is told without its details. */
export function problemOf(error: unknown, request: FastifyRequest): AnsweredProblem {
  if (error instanceof AppError) return ofAppError(error, request);
  const status = statusOf(error);
  if (status === undefined || status >= 500) {
    return {
      problem: document(
        request,
        500,
        'internal',
        'This is our fault. Nothing is known to be lost.',
      ),
      isFailure: true,
    };
  }
  const detail = error instanceof Error ? error.message : 'The request can not be served.';
  return {
    problem: document(request, status, CODES[status] ?? 'refused', detail),
    isFailure: false,
  };
}

/** Sends a problem as `application/problem+json`, never cached. */
export function sendProblem(reply: FastifyReply, answered: AnsweredProblem): void {
  const { problem, retryAfterSeconds } = answered;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  void reply
    .status(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

function ofAppError(error: AppError, request: FastifyRequest): AnsweredProblem {
  const status = STATUS[error.kind];
  // What a refusal tells besides never replaces a member that every problem has.
  const problem = { ...error.extra, ...document(request, status, error.code, error.message) };
  if (error.errors !== undefined) problem.errors = error.errors;
  const isFailure = status >= 500 && error.code !== 'busy';
  return error.retryAfterSeconds === undefined
    ? { problem, isFailure }
    : { problem, isFailure, retryAfterSeconds: error.retryAfterSeconds };
}

/** A refusal of the server itself, about which no more is known than its status. */
export function refusedAtTheDoor(status: number, requestId: string): Problem {
  const code = CODES[status] ?? 'invalid_request';
  const asked = { url: '/', id: requestId };
  return document(asked, status, code, 'The request can not be read.');
}

type Asked = Pick<FastifyRequest, 'url' | 'id'>;

function document(request: Asked, status: number, code: string, detail: string): Problem {
  return {
    type: `urn:bursar:problem:${code}`,
    title: TITLES[status] ?? 'The request was refused',
    status,
    code,
    detail,
    instance: request.url.split('?')[0] ?? '/',
    requestId: request.id,
  };
}

/** Nest's and Fastify's own errors carry a status; anything else is a failure of ours. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') {
    return error.statusCode;
  }
  return undefined;
}
