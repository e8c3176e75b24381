// The two hooks of the HTTP server that sessions need. They stand below Nest, where every kind of
// answer passes (values, pages, streams, errors, 404) while a failed commit can still replace it.
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RequestSessions, type RequestState } from './request-sessions.js';
import { SessionCommit } from './session-commit.js';
import { SessionCookie } from './session-cookie.js';

/** Gives a server sessions: called once on the root instance, after all hooks that set headers. */
export function installSessions(server: FastifyInstance, hooks: SessionHooks): void {
  server.addHook('preHandler', async (request, reply) => hooks.beforeHandler(request, reply));
  server.addHook('onSend', (request, reply, payload) => hooks.onSend(request, reply, payload));
}

@Injectable()
export class SessionHooks {
  constructor(
    private readonly sessions: RequestSessions,
    private readonly committing: SessionCommit,
    private readonly cookie: SessionCookie,
  ) {}

  beforeHandler(request: FastifyRequest, reply: FastifyReply): void {
    this.sessions.of(request).edgeHeaders = { ...reply.getHeaders() };
  }

  /** @throws SessionError or StoreUnavailable; nothing of the handler's answer is left then. */
  async onSend(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
    const state = this.sessions.of(request);
    try {
      await this.committing.commit(state, reply.statusCode);
    } catch (error) {
      this.forgetAnswer(request, reply);
      if (payload instanceof Readable) payload.destroy();
      throw error;
    }
    this.setHeaders(state, reply);
    return payload;
  }

  /** Takes back every header that the handler set, and a cookie that would have come with them. */
  forgetAnswer(request: FastifyRequest, reply: FastifyReply): void {
    const state = this.sessions.of(request);
    state.setCookie = undefined;
    for (const name of Object.keys(reply.getHeaders())) {
      void reply.removeHeader(name);
      reply.raw.removeHeader(name);
    }
    for (const [name, value] of Object.entries(state.edgeHeaders ?? {})) {
      void reply.header(name, value);
    }
  }

  private setHeaders(state: RequestState, reply: FastifyReply): void {
    if (state.loggedOut) {
      void reply.header('set-cookie', this.cookie.clearing());
      void reply.header('clear-site-data', '"cache", "storage"');
    } else if (state.setCookie !== undefined && reply.statusCode < 500) {
      void reply.header('set-cookie', state.setCookie);
    }
    if (state.used) {
      void reply.header('vary', withCookie(reply.getHeader('vary')));
      void reply.header('cache-control', 'no-store');
    }
    if (reply.statusCode === 401) void reply.header('www-authenticate', this.challenge());
  }

  /** A 401 must say how to authenticate (RFC 9110, 11.6.1). */
  private challenge(): string {
    return `Cookie realm="bursar", form-action="/login", cookie-name="${this.cookie.name}"`;
  }
}

function withCookie(vary: HeaderInput): string {
  const names = vary === undefined ? [] : String(vary).split(/\s*,\s*/);
  return names.some((name) => /^(cookie|\*)$/i.test(name))
    ? names.join(', ')
    : [...names, 'Cookie'].join(', ');
}

type HeaderInput = number | string | string[] | undefined;
