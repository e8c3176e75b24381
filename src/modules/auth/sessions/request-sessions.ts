// What a request has to do with sessions: the token it presents, the session once it was looked up,
// the cookie that its answer shall carry.
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { SessionFailure } from '../../../kernel/app-error.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { Session } from './session.js';
import { SessionCookie } from './session-cookie.js';
import { tokenHashOf } from './token.js';

export type FoundSession =
  | { readonly session: Session }
  /** `id` when there was such a session once. */
  | { readonly failure: SessionFailure; readonly id?: Uuid };

export type HeaderValue = number | string | string[] | undefined;

export class RequestState {
  /** The look-up, once somebody asked; asked once a request. */
  found: Promise<FoundSession> | undefined;
  /** What the look-up found, or what a log-in made. */
  session: Session | undefined;
  /** Whether the answer depends on the cookie. */
  used = false;
  /** Not a person's activity: the idle limit stays. */
  noTouch = false;
  /** Whether an effect may happen: nothing is written to the session then. */
  frozen = false;
  /** Changes were written or given up; the hook may run again for the answer to an error. */
  settled = false;
  /** A fresh token for the jar; not sent with an answer that failed. */
  setCookie: string | undefined;
  /** The browser logs out: sent whatever the answer is. */
  loggedOut = false;
  /** Headers of the edge (request id, policies), before any handler ran. */
  edgeHeaders: Readonly<Record<string, HeaderValue>> | undefined;

  constructor(readonly tokenHash: Buffer | undefined) {}
}

@Injectable()
export class RequestSessions {
  readonly #states = new WeakMap<FastifyRequest, RequestState>();

  constructor(private readonly cookie: SessionCookie) {}

  of(request: FastifyRequest): RequestState {
    const known = this.#states.get(request);
    if (known !== undefined) return known;
    const state = new RequestState(tokenHashOf(this.cookie.read(request)));
    this.#states.set(request, state);
    return state;
  }
}
