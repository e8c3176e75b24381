// An application with nothing but users, sessions, the gate, and routes that try them: on a real
// database and a real port.
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { NestFactory } from '@nestjs/core';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type pg from 'pg';
import { Registry } from 'prom-client';
import { createPool, GATE_POOL, migrate, ormOptions, READ_POOL } from '../../src/database/index.js';
import { fastifyAdapter, secureServer } from '../../src/http/fastify.js';
import { METRICS } from '../../src/http/metrics.js';
import { ERROR_PAGES, ProblemFilter } from '../../src/http/problem.filter.js';
import { RouteTable } from '../../src/http/route-table.js';
import { validationPipe } from '../../src/http/validation.js';
import { CLOCK, systemClock } from '../../src/kernel/clock.js';
import { CONFIG, loadConfig, type Config } from '../../src/kernel/config.js';
import { LOGGER, type Logger } from '../../src/kernel/logger.js';
import { SERVER_SECRET, type ServerSecret } from '../../src/kernel/server-secret.js';
import {
  AuthModule,
  AuthUserSchema,
  installSessions,
  SessionHooks,
  UserAccounts,
} from '../../src/modules/auth/index.js';
import { createTestDatabase } from '../support/postgres.js';
import { ProbeController, PageController, Rendezvous } from './probe.controllers.js';

export const TEST_PASSWORD_COST = { memoryKibibytes: 1024, passes: 1 };
export const PASSWORD = 'correct horse battery';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: object;
}

/** A logger whose lines a test reads. */
export function listeningLogger(lines: LogLine[] = []): Logger & { lines: LogLine[] } {
  const line = (level: string) => (fields: object, message: string) => {
    lines.push({ level, message, fields });
  };
  return {
    lines,
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
  };
}

export interface AuthApp {
  readonly url: string;
  readonly databaseUrl: string;
  readonly pool: pg.Pool;
  readonly rendezvous: Rendezvous;
  readonly metrics: Registry;
  readonly logger: { lines: LogLine[] };
  readonly nest: NestFastifyApplication;
  stop(): Promise<void>;
}

interface Infrastructure {
  readonly config: Config;
  readonly pool: pg.Pool;
  readonly gatePool: pg.Pool;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly routes: RouteTable;
}

@Global()
@Module({})
class InfrastructureModule {
  static with(parts: Infrastructure): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: parts.config },
      { provide: READ_POOL, useValue: parts.pool },
      { provide: GATE_POOL, useValue: parts.gatePool },
      { provide: LOGGER, useValue: parts.logger },
      { provide: METRICS, useValue: parts.metrics },
      { provide: CLOCK, useValue: systemClock },
      { provide: SERVER_SECRET, useValue: testSecret },
      { provide: ERROR_PAGES, useValue: { render: () => '<p>failed</p>' } },
      { provide: RouteTable, useValue: parts.routes },
    ];
    const exports = providers.map(({ provide }) => provide);
    return { module: InfrastructureModule, providers, exports };
  }
}

const testSecret: ServerSecret = {
  hmac: (...parts) => createHmac('sha256', 'test').update(parts.join('\n')).digest('hex'),
};

export interface AuthAppOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly touchAfterSeconds?: number;
  /** A database that exists already, as a second instance or a restart has. */
  readonly databaseUrl?: string;
}

export async function startAuthApp(options: AuthAppOptions = {}): Promise<AuthApp> {
  const database =
    options.databaseUrl === undefined
      ? await createTestDatabase()
      : { url: options.databaseUrl, drop: async () => undefined };
  await migrate(database.url);
  const logger = listeningLogger();
  const pools = ['read', 'gate'].map((name) =>
    createPool({ connectionString: database.url, name, connectionsMax: 8 }, logger),
  );
  const [pool, gatePool] = pools as [pg.Pool, pg.Pool];
  const config = loadConfig({ NODE_ENV: 'test', PORT: '0', ...options.environment });
  const metrics = new Registry();
  const routes = new RouteTable();
  const infrastructure = { config, pool, gatePool, logger, metrics, routes };
  const nest = await nestApp(database.url, infrastructure, options);
  return {
    url: `http://127.0.0.1:${(nest.getHttpServer().address() as AddressInfo).port}`,
    databaseUrl: database.url,
    pool,
    rendezvous: nest.get(Rendezvous),
    metrics,
    logger,
    nest,
    async stop() {
      await nest.close();
      await Promise.all(pools.map((each) => each.end()));
      await database.drop();
    },
  };
}

async function nestApp(
  databaseUrl: string,
  infrastructure: Infrastructure,
  { touchAfterSeconds = 60 }: AuthAppOptions,
): Promise<NestFastifyApplication> {
  const module = {
    module: class AuthTestModule {},
    imports: [
      InfrastructureModule.with(infrastructure),
      MikroOrmModule.forRoot({
        ...ormOptions(databaseUrl, [AuthUserSchema]),
        driver: PostgreSqlDriver,
      }),
      AuthModule.register({ passwordCost: TEST_PASSWORD_COST, touchAfterSeconds }),
    ],
    controllers: [ProbeController, PageController],
    providers: [Rendezvous, { provide: APP_FILTER, useClass: ProblemFilter }],
  };
  const adapter = fastifyAdapter(infrastructure.routes);
  const server = adapter.getInstance();
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: false,
    abortOnError: false,
  });
  await secureServer(server as never, false);
  installSessions(server as never, app.get(SessionHooks));
  app.useGlobalPipes(validationPipe());
  await app.listen(0, '127.0.0.1');
  return app;
}

/** A user who can log in with PASSWORD. */
export function createUser(app: AuthApp, username: string, ...roles: string[]) {
  return app.nest.get(UserAccounts).createUser({
    username,
    displayName: username,
    roles: roles as never,
    password: PASSWORD,
  });
}
