// The read side, put together: the projector, what waits for it, the queries and their routes. The
// application brings the pools, the log, the keys, the clock and the logger.
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import type { Pool } from 'pg';
import { READ_POOL } from '../database/index.js';
import {
  EVENT_REGISTRY,
  EVENT_STORE,
  SUBJECT_KEYS,
  type EventRegistry,
  type EventStore,
} from '../eventstore/index.js';
import { LOGGER, type Logger } from '../kernel/logger.js';
import { LiveAccounts } from './account/live-account.js';
import { CONTROLLERS, QUERIES } from './answers.js';
import { ConsistencyInterceptor } from './consistency/consistency.interceptor.js';
import { ReadModelProgress } from './consistency/read-model-progress.js';
import { KnownInLog } from './known-in-log.js';
import { ProjectionLifecycle } from './projection-lifecycle.js';
import { ProjectionMetrics } from './projection-metrics.js';
import { createReadModelGroup } from './read-model-group.js';
import { EventDecoder, type KeyRing } from './runner/event-decoder.js';
import { Leadership } from './runner/leadership.js';
import { Runner, type LeaderWork } from './runner/runner.js';
import { LiveStudents } from './student-directory/live-student.js';
import { StudentPages } from './student-directory/student-pages.js';

export interface ProjectionsOptions {
  readonly databaseUrl: string;
}

/** Optional provider, a list: work that only the leader does. */
export const LEADER_WORK = Symbol('LeaderWork');

@Module({})
export class ProjectionsModule {
  static register(options: ProjectionsOptions): DynamicModule {
    return {
      module: ProjectionsModule,
      controllers: CONTROLLERS,
      providers: [
        ...QUERIES,
        ...runningParts(options),
        KnownInLog,
        LiveAccounts,
        LiveStudents,
        ProjectionMetrics,
        { provide: APP_INTERCEPTOR, useClass: ConsistencyInterceptor },
      ],
      exports: [...QUERIES, ReadModelProgress, ProjectionLifecycle, Runner],
    };
  }
}

function runningParts({ databaseUrl: connectionString }: ProjectionsOptions): Provider[] {
  return [
    {
      provide: ReadModelProgress,
      inject: [LOGGER],
      useFactory: (logger: Logger) => new ReadModelProgress({ connectionString, logger }),
    },
    {
      provide: StudentPages,
      inject: [ReadModelProgress],
      useFactory: (progress: ReadModelProgress) => {
        const pages = new StudentPages();
        progress.onNotice((notice) => pages.heard(notice));
        return pages;
      },
    },
    {
      provide: EventDecoder,
      inject: [EVENT_REGISTRY, SUBJECT_KEYS],
      useFactory: (registry: EventRegistry, keys: KeyRing) => new EventDecoder(registry, keys),
    },
    {
      provide: Runner,
      inject: [
        EVENT_STORE,
        READ_POOL,
        EventDecoder,
        LOGGER,
        { token: LEADER_WORK, optional: true },
      ],
      useFactory: (
        store: EventStore,
        pool: Pool,
        decoder: EventDecoder,
        logger: Logger,
        leaderWork: readonly LeaderWork[] = [],
      ) => {
        const leadership = new Leadership({ connectionString, logger });
        const createModels = createReadModelGroup;
        return new Runner({ store, pool, decoder, logger, leadership, createModels, leaderWork });
      },
    },
    {
      provide: ProjectionLifecycle,
      inject: [Runner, ReadModelProgress, READ_POOL],
      useFactory: (runner: Runner, progress: ReadModelProgress, pool: Pool) =>
        new ProjectionLifecycle(runner, progress, pool),
    },
  ];
}
