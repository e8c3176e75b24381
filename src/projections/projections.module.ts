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
import { AccountController } from './account/account.controller.js';
import { AccountQueries } from './account/account.queries.js';
import { TermQueries } from './calendar/term.queries.js';
import { TermsController } from './calendar/terms.controller.js';
import { ChargeRunQueries } from './charge-run/charge-run.queries.js';
import { ChargeRunsController } from './charge-run/charge-runs.controller.js';
import { ConsistencyInterceptor } from './consistency/consistency.interceptor.js';
import { ReadModelProgress } from './consistency/read-model-progress.js';
import { ConsistencyTokens } from './consistency/read-your-writes.js';
import { DashboardApiController } from './dashboard/dashboard.controller.js';
import { DashboardQueries } from './dashboard/dashboard.queries.js';
import { FeeScheduleController } from './fee-schedule/fee-schedule.controller.js';
import { FeeScheduleQueries } from './fee-schedule/fee-schedule.queries.js';
import { KnownInLog } from './known-in-log.js';
import { LagQueries } from './lag.queries.js';
import { ProjectionLifecycle } from './projection-lifecycle.js';
import { ProjectionMetrics } from './projection-metrics.js';
import { createReadModelGroup } from './read-model-group.js';
import { ReadModels } from './read-models.js';
import { ReceiptQueries } from './receipts/receipt.queries.js';
import { ReceiptsController } from './receipts/receipts.controller.js';
import { EventDecoder, type KeyRing } from './runner/event-decoder.js';
import { Leadership } from './runner/leadership.js';
import { Runner, type LeaderWork } from './runner/runner.js';
import { SchoolController } from './school/school.controller.js';
import { SchoolQueries } from './school/school.queries.js';
import { StudentPages } from './student-directory/student-pages.js';
import { StudentListQueries } from './student-directory/student-list.queries.js';
import { StudentQueries } from './student-directory/student.queries.js';
import { StudentsController } from './student-directory/students.controller.js';
import { ReadModelStudentRoster } from './student-roster.js';

export interface ProjectionsOptions {
  readonly databaseUrl: string;
}

/** Optional provider, a list: work that only the leader does. */
export const LEADER_WORK = Symbol('LeaderWork');

@Module({})
export class ProjectionsModule {
  static register(options: ProjectionsOptions): DynamicModule {
    const queries = [
      ReadModels,
      AccountQueries,
      ChargeRunQueries,
      ConsistencyTokens,
      DashboardQueries,
      FeeScheduleQueries,
      LagQueries,
      ReadModelStudentRoster,
      ReceiptQueries,
      SchoolQueries,
      StudentListQueries,
      StudentQueries,
      TermQueries,
    ];
    return {
      module: ProjectionsModule,
      controllers: [
        AccountController,
        ChargeRunsController,
        DashboardApiController,
        FeeScheduleController,
        ReceiptsController,
        SchoolController,
        StudentsController,
        TermsController,
      ],
      providers: [
        ...queries,
        ...runningParts(options),
        KnownInLog,
        ProjectionMetrics,
        { provide: APP_INTERCEPTOR, useClass: ConsistencyInterceptor },
      ],
      exports: [...queries, ReadModelProgress, ProjectionLifecycle, Runner],
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
