// The whole application: which modules there are, and what each needs of another.
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { LoggerModule } from 'nestjs-pino';
import { AuditModule } from './audit/audit.module.js';
import { ormOptions } from './database/index.js';
import { healthParts } from './health-parts.js';
import { HealthController } from './http/health.js';
import { MetricsController } from './http/metrics.js';
import { ERROR_PAGES, ProblemFilter } from './http/problem.filter.js';
import { RouteTable } from './http/route-table.js';
import { requestLogging } from './logging.js';
import { AuthModule, AuthUserSchema } from './modules/auth/index.js';
import { PlatformModule, type PlatformOptions } from './platform.module.js';

export interface AppOptions extends PlatformOptions {
  readonly routes: RouteTable;
}

@Module({})
export class AppModule {
  static async register(options: AppOptions): Promise<DynamicModule> {
    return {
      module: AppModule,
      imports: [
        PlatformModule.register(options),
        LoggerModule.forRoot(requestLogging(options.logger)),
        await MikroOrmModule.forRoot(ormOptions(options.databaseUrl, [AuthUserSchema])),
        CqrsModule.forRoot(),
        AuthModule.register(),
        AuditModule,
      ],
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: RouteTable, useValue: options.routes },
        healthParts(),
        { provide: ERROR_PAGES, useValue: { render: () => 'error' } },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
