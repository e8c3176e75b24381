// What the API can answer with is JSON. Whoever takes no JSON is told so before anything happens.
import { NotAcceptableException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isApi } from './navigation.js';

const JSON_RANGE = /^(\*\/\*|application\/(\*|json|problem\+json))$/i;
const HTML_RANGE = /^text\/(\*|html)$/i;

/** @throws NotAcceptableException when `Accept` (RFC 9110 §12.5.1) leaves nothing that we have. */
export function refuseUnacceptable(request: FastifyRequest): void {
  const { accept } = request.headers;
  if (accept === undefined || accept.trim() === '' || !isApi(request)) return;
  const isPaper = isAskedAsHtml(request);
  const ranges = accept.split(',').filter((range) => !/;\s*q=0(\.0*)?\s*$/i.test(range));
  const types = ranges.map((range) => (range.split(';')[0] ?? '').trim());
  if (types.some((type) => JSON_RANGE.test(type) || (isPaper && HTML_RANGE.test(type)))) return;
  throw new NotAcceptableException('The API answers with application/json.');
}

/** The page for people, or a paper with `format=html`. */
function isAskedAsHtml({ routeOptions, query }: FastifyRequest): boolean {
  if (routeOptions.url?.startsWith('/api/docs') === true) return true;
  return typeof query === 'object' && query !== null && Reflect.get(query, 'format') === 'html';
}
