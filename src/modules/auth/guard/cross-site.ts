// Requests that change something must come from our own pages or from no browser at all: browsers say
// so in Sec-Fetch-Site, older ones in Origin. Forms carry a token bound to their session besides.
import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/app-error.js';
import type { Uuid } from '../../../kernel/ids.js';
import { SERVER_SECRET, type ServerSecret } from '../../../kernel/server-secret.js';

/** Name of the hidden field in every form of a page. */
export const CSRF_FIELD = 'csrf';

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

export function isSafe(request: FastifyRequest): boolean {
  return SAFE_METHODS.includes(request.method);
}

/** @throws AppError `forbidden` (`cross_site_request`) for a change asked by another site's page. */
export function refuseCrossSite(request: FastifyRequest): void {
  if (isSafe(request)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return;
    throw crossSite();
  }
  const { origin } = request.headers;
  if (origin !== undefined && !isOurs(origin, request.host)) throw crossSite();
}

function isOurs(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

function crossSite(): AppError {
  return new AppError('forbidden', 'This request came from another site. Nothing was changed.', {
    code: 'cross_site_request',
  });
}

@Injectable()
export class CsrfTokens {
  constructor(@Inject(SERVER_SECRET) private readonly secret: ServerSecret) {}

  /** The token of a session's forms; a new session has a new one. */
  tokenOf(sessionId: Uuid): string {
    return this.secret.hmac('csrf', sessionId);
  }

  /** @throws AppError `forbidden` (`cross_site_request`) for a form without its session's token. */
  refuseForeignForm(request: FastifyRequest, sessionId: Uuid): void {
    if (isSafe(request) || !isForm(request)) return;
    const expected = Buffer.from(this.tokenOf(sessionId));
    const given = Buffer.from(fieldOf(request.body));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw crossSite();
  }
}

function isForm(request: FastifyRequest): boolean {
  const type = request.headers['content-type'] ?? '';
  return /^(application\/x-www-form-urlencoded|multipart\/|text\/plain)/i.test(type);
}

function fieldOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !(CSRF_FIELD in body)) return '';
  const value = body[CSRF_FIELD];
  return typeof value === 'string' ? value : '';
}
