// The whole application: which modules there are, and what each needs of another.
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { LoggerModule } from 'nestjs-pino';
import type pg from 'pg';
import { AuditModule } from './audit/audit.module.js';
import { ormOptions, READ_POOL } from './database/index.js';
import { PostgresExclusiveBooks } from './exclusive-books.js';
import { CommandLog } from './eventstore/index.js';
import { healthParts } from './health-parts.js';
import { HealthController } from './http/health.js';
import { MetricsController } from './http/metrics.js';
import { ERROR_PAGES, ProblemFilter } from './http/problem.filter.js';
import { RouteTable } from './http/route-table.js';
import { CLOCK, type Clock } from './kernel/clock.js';
import { nestLogging } from './logging.js';
import { AuthModule, AuthUserSchema, EffectGates } from './modules/auth/index.js';
import {
  BillingModule,
  COMMAND_PLACES,
  EXCLUSIVE_BOOKS,
  PostgresProcessCheckpoints,
  PRINCIPAL_NAMES,
  PROCESS_CHECKPOINTS,
  SchoolRegister,
  STUDENT_ROSTER,
  SYSTEM_GATE,
} from './modules/billing/index.js';
import { CONSISTENCY_TOKENS, SCHOOL_DAYS, StudentsModule } from './modules/students/index.js';
import { pageBindings } from './page-bindings.js';
import { PlatformModule, type PlatformOptions } from './platform.module.js';
import { PreferWait } from './prefer-wait.js';
import { CommandQueries } from './projections/command/command.queries.js';
import { ConsistencyTokens } from './projections/consistency/read-your-writes.js';
import { UserNames } from './principal-names.js';
import { ProjectionsModule } from './projections/projections.module.js';
import { ReadModelStudentRoster } from './projections/student-roster.js';
import { schoolDaysOf } from './school-days.js';
import { WebErrorPages } from './web/web-error-pages.js';
import { WebModule } from './web/web.module.js';

export interface AppOptions extends PlatformOptions {
  readonly routes: RouteTable;
}

@Module({})
export class AppModule {
  static async register(options: AppOptions): Promise<DynamicModule> {
    const auth = AuthModule.register();
    const projections = ProjectionsModule.register(options);
    const tokens = { provide: CONSISTENCY_TOKENS, useExisting: ConsistencyTokens };
    const students = StudentsModule.register({
      imports: [auth, projections],
      providers: [tokens, schoolDays()],
    });
    const billing = BillingModule.register({
      imports: [auth, projections, students],
      providers: [tokens, ...billingBindings()],
    });
    const web = WebModule.register({
      imports: [auth, projections],
      providers: [tokens, ...pageBindings()],
    });
    return {
      module: AppModule,
      imports: [
        PlatformModule.register(options),
        LoggerModule.forRoot(nestLogging(options.logger)),
        await MikroOrmModule.forRoot(ormOptions(options.databaseUrl, [AuthUserSchema])),
        CqrsModule.forRoot(),
        auth,
        projections,
        students,
        billing,
        web,
        AuditModule,
      ],
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: RouteTable, useValue: options.routes },
        { provide: ERROR_PAGES, useExisting: WebErrorPages },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_INTERCEPTOR, useClass: PreferWait },
        healthParts(),
      ],
    };
  }
}

/** With a register of its own: billing needs students, so it can't be asked for one. */
function schoolDays(): Provider {
  return {
    provide: SCHOOL_DAYS,
    inject: [CommandLog, CLOCK],
    useFactory: (log: CommandLog, clock: Clock) => schoolDaysOf(new SchoolRegister(log, clock)),
  };
}

function billingBindings(): Provider[] {
  return [
    { provide: STUDENT_ROSTER, useExisting: ReadModelStudentRoster },
    { provide: COMMAND_PLACES, useExisting: CommandQueries },
    { provide: EXCLUSIVE_BOOKS, useClass: PostgresExclusiveBooks },
    {
      provide: PROCESS_CHECKPOINTS,
      inject: [READ_POOL],
      useFactory: (pool: pg.Pool) => new PostgresProcessCheckpoints(pool),
    },
    {
      provide: SYSTEM_GATE,
      inject: [EffectGates],
      useFactory: (gates: EffectGates) => gates.systemGate(),
    },
    { provide: PRINCIPAL_NAMES, useClass: UserNames },
  ];
}
