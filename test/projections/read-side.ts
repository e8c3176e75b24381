// The read side as an application of its own: routes, projector and waits over a log in memory.
import { Global, Module } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Registry } from 'prom-client';
import { READ_POOL } from '../../src/database/index.js';
import { EVENT_REGISTRY, EVENT_STORE, SUBJECT_KEYS } from '../../src/eventstore/index.js';
import { EventRegistry } from '../../src/eventstore/registry.js';
import { fastifyAdapter } from '../../src/http/fastify.js';
import { METRICS } from '../../src/http/metrics.js';
import { ERROR_PAGES, ProblemFilter } from '../../src/http/problem.filter.js';
import { RouteTable } from '../../src/http/route-table.js';
import { validationPipe } from '../../src/http/validation.js';
import { CLOCK, ManualClock } from '../../src/kernel/clock.js';
import { LOGGER } from '../../src/kernel/logger.js';
import { BILLING_EVENTS } from '../../src/modules/billing/event-definitions.js';
import { STUDENT_EVENTS } from '../../src/modules/students/event-definitions.js';
import { ProjectionsModule } from '../../src/projections/projections.module.js';
import type { Books } from './books.js';
import { LogLines, type ProjectionDatabase } from './projector.js';

/** Started; as another process would have it. Its clock stands at noon of 16 July 2026, UTC. */
export async function startReadSide(
  database: ProjectionDatabase,
  books: Books,
): Promise<NestFastifyApplication> {
  const routes = new RouteTable();
  const app = await NestFactory.create<NestFastifyApplication>(
    platformOf(database, books, routes),
    fastifyAdapter(routes),
    { logger: false, abortOnError: false },
  );
  app.useGlobalPipes(validationPipe());
  await app.init();
  return app;
}

export interface ReadAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** GET below `/api/v1`. */
export async function getFrom(
  app: NestFastifyApplication,
  path: string,
  headers: Record<string, string> = {},
): Promise<ReadAnswer> {
  const answer = await app.inject({ method: 'GET', url: `/api/v1${path}`, headers });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() as unknown };
}

function platformOf(database: ProjectionDatabase, books: Books, routes: RouteTable) {
  const provided = [
    { provide: READ_POOL, useValue: database.pool },
    { provide: EVENT_STORE, useValue: books.log },
    {
      provide: EVENT_REGISTRY,
      useValue: new EventRegistry([...BILLING_EVENTS, ...STUDENT_EVENTS]),
    },
    { provide: SUBJECT_KEYS, useValue: books },
    { provide: CLOCK, useValue: new ManualClock(new Date('2026-07-16T12:00:00Z')) },
    { provide: LOGGER, useValue: new LogLines() },
    { provide: METRICS, useValue: new Registry() },
    { provide: RouteTable, useValue: routes },
    { provide: ERROR_PAGES, useValue: { render: () => 'error' } },
  ];
  @Global()
  @Module({ providers: provided, exports: provided })
  class Platform {}

  @Module({
    imports: [Platform, ProjectionsModule.register({ databaseUrl: database.url })],
    providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
  })
  class App {}
  return App;
}
