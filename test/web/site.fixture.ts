// The pages on a real HTTP server with the product's filters; what they read and command stands
// beside the test, and answers what the test tells it to.
import 'reflect-metadata';
import { Injectable, Module, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { fastifyAdapter, secureServer } from '../../src/http/fastify.js';
import type { IdentifiedRequest, Role } from '../../src/http/identity.js';
import { ERROR_PAGES, ProblemFilter } from '../../src/http/problem.filter.js';
import { RouteTable } from '../../src/http/route-table.js';
import type { SessionError } from '../../src/kernel/app-error.js';
import { CLOCK, ManualClock } from '../../src/kernel/clock.js';
import { CONFIG, loadConfig } from '../../src/kernel/config.js';
import { LOGGER } from '../../src/kernel/logger.js';
import { SERVER_SECRET } from '../../src/kernel/server-secret.js';
import {
  CsrfTokens,
  PasswordChange,
  SessionExceptionFilter,
  SessionHooks,
  SessionService,
  type Session,
} from '../../src/modules/auth/index.js';
import { AuthMetrics } from '../../src/modules/auth/auth-metrics.js';
import { RequestSessions } from '../../src/modules/auth/sessions/request-sessions.js';
import { SessionCookie } from '../../src/modules/auth/sessions/session-cookie.js';
import { METRICS } from '../../src/http/metrics.js';
import { Registry } from 'prom-client';
import { AccountQueries, type Account } from '../../src/projections/account/account.queries.js';
import { DashboardQueries } from '../../src/projections/dashboard/dashboard.queries.js';
import { ReceiptQueries } from '../../src/projections/receipts/receipt.queries.js';
import { SchoolQueries } from '../../src/projections/school/school.queries.js';
import { StudentListQueries } from '../../src/projections/student-directory/student-list.queries.js';
import { PAYMENT_RECORDER, READ_YOUR_WRITES, type SentForm } from '../../src/web/ports.js';
import { WebErrorPages } from '../../src/web/web-error-pages.js';
import { WebModule } from '../../src/web/web.module.js';
import * as books from './books.fixture.js';
import { termBooks, type Given } from './term-books.fixture.js';

export const SESSION_ID = '0198a3c2-0000-7000-8000-000000000001';
/** What the stand-in secret makes of this session. */
export const CSRF = `csrf:${SESSION_ID}`;

/** What the books and sessions answer; a test sets what it is about. */
export class Behaviour {
  roles: readonly Role[] = ['cashier'];
  failure: Error | undefined;
  readonly recorded: SentForm[] = [];
  /** What the account shows. */
  account: Account = books.account;
  readonly askedAsOf: (string | undefined)[] = [];
  /** Commands of forms, newest last. */
  readonly given: Given[] = [];
  readonly listed: object[] = [];
  readonly waitedFor: string[] = [];
  signedOut = 0;
  /** Whether the read models are behind. */
  stale = false;
  /** The guard finds the session like this. */
  session: SessionError | undefined;

  failIfTold(): void {
    if (this.failure !== undefined) throw this.failure;
  }
}

export interface Site {
  readonly behaviour: Behaviour;
  get(path: string): Promise<Answer>;
  post(path: string, fields: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly html: string;
}

/** Where an answer sends the browser. */
export function locationOf(answer: Answer): string {
  return String(answer.headers['location']);
}

export async function startSite(): Promise<Site> {
  const behaviour = new Behaviour();
  const routes = new RouteTable();
  const adapter = fastifyAdapter(routes);
  await secureServer(adapter.getInstance(), false);
  const app = await NestFactory.create<NestFastifyApplication>(
    siteModule(behaviour, routes),
    adapter,
    { logger: false, abortOnError: false },
  );
  await app.init();
  const send = async (method: 'GET' | 'POST', url: string, payload?: string): Promise<Answer> => {
    const { statusCode, headers, body } = await app.inject({
      method,
      url,
      headers: {
        accept: 'text/html',
        'sec-fetch-mode': 'navigate',
        ...(payload === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: statusCode, headers, html: body };
  };
  return {
    behaviour,
    get: (path) => send('GET', path),
    post: (path, fields) => send('POST', path, new URLSearchParams(fields).toString()),
    close: () => app.close(),
  };
}

function siteModule(behaviour: Behaviour, routes: RouteTable) {
  const shared = [
    { provide: CLOCK, useValue: new ManualClock(new Date('2026-07-16T12:05:00Z')) },
    { provide: CONFIG, useValue: loadConfig({}) },
    {
      provide: LOGGER,
      useValue: { error: () => undefined, warn: () => undefined, info: () => undefined },
    },
    { provide: SERVER_SECRET, useValue: { hmac: (...parts: string[]) => parts.join(':') } },
    { provide: SessionHooks, useValue: { forgetAnswer: () => undefined } },
    { provide: SchoolQueries, useValue: { settings: async () => books.school } },
    { provide: DashboardQueries, useValue: { figures: async () => books.figures } },
    { provide: AccountQueries, useValue: { account: accounts(behaviour) } },
    { provide: ReceiptQueries, useValue: { find: async () => ({ receipt: books.receipt }) } },
    ...termBooks(behaviour),
    { provide: StudentListQueries, useValue: studentList(behaviour) },
    { provide: SessionService, useValue: sessions(behaviour) },
    { provide: PAYMENT_RECORDER, useValue: recorder(behaviour) },
    {
      provide: READ_YOUR_WRITES,
      useValue: {
        waitFor: async (token: string) => {
          behaviour.waitedFor.push(token);
          return { stale: behaviour.stale };
        },
      },
    },
    { provide: METRICS, useFactory: () => new Registry() },
    { provide: SessionCookie, useFactory: () => new SessionCookie(loadConfig({})) },
    AuthMetrics,
    RequestSessions,
    SessionExceptionFilter,
    { provide: PasswordChange, useValue: { change: async () => undefined } },
    CsrfTokens,
  ];

  @Injectable()
  class SignedInGuard implements CanActivate {
    canActivate(context: ExecutionContext): boolean {
      if (behaviour.session !== undefined) throw behaviour.session;
      const request = context.switchToHttp().getRequest<IdentifiedRequest>();
      request.identity = {
        principal: 'user:1',
        userId: '1',
        username: 'cashier-2',
        displayName: 'cashier 2',
        roles: behaviour.roles,
        sessionId: SESSION_ID,
      };
      return true;
    }
  }

  @Module({
    imports: [WebModule.register({ providers: shared })],
    providers: [
      ...shared,
      { provide: RouteTable, useValue: routes },
      { provide: ERROR_PAGES, useExisting: WebErrorPages },
      { provide: APP_FILTER, useClass: ProblemFilter },
      { provide: APP_GUARD, useClass: SignedInGuard },
    ],
  })
  class SiteModule {}
  return SiteModule;
}

function studentList(behaviour: Behaviour) {
  return {
    list: async (filters: object) => {
      behaviour.listed.push(filters);
      return books.studentPage;
    },
  };
}

function sessions(behaviour: Behaviour) {
  return {
    logIn: async () => behaviour.failIfTold(),
    logOut: async (_request: unknown, confirm: (session: Pick<Session, 'id'>) => void) => {
      confirm({ id: SESSION_ID });
      behaviour.signedOut += 1;
    },
  };
}

function accounts(behaviour: Behaviour) {
  return async (_id: string, asOf?: string) => {
    behaviour.askedAsOf.push(asOf);
    return behaviour.account;
  };
}

function recorder(behaviour: Behaviour) {
  return {
    record: async (_request: unknown, form: SentForm) => {
      behaviour.failIfTold();
      behaviour.recorded.push(form);
      return { paymentId: books.PAYMENT_ID, consistencyToken: 'seen-by' };
    },
  };
}
