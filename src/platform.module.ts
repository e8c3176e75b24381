// What every module stands on: configuration, clock, logs, metrics, Postgres, the event log and the
// keys of personal data. Made once for an application, closed when it ends.
import { Global, Inject, Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import type { Logger as PinoLogger } from 'pino';
import { APP_VERSION } from './app-version.js';
import { createPool, GATE_POOL, READ_POOL } from './database/index.js';
import {
  CommandLog,
  createEventStore,
  EVENT_REGISTRY,
  EVENT_STORE,
  EventRegistry,
  realTiming,
  SUBJECT_KEYS,
  type EventStore,
  type SubjectKeys,
} from './eventstore/index.js';
import { CommandContexts } from './http/command-context.js';
import { createMetrics, METRICS } from './http/metrics.js';
import { CLOCK, systemClock, type Clock } from './kernel/clock.js';
import { CONFIG, type Config } from './kernel/config.js';
import { LOGGER, type Logger } from './kernel/logger.js';
import { SERVER_SECRET } from './kernel/server-secret.js';
import { BILLING_EVENTS } from './modules/billing/index.js';
import {
  FENCING_LOG,
  KeyVault,
  loadServerSecret,
  masterKey,
  PostgresSubjectKeys,
  STUDENT_EVENTS,
  TIMING,
} from './modules/students/index.js';
import { LEADER_WORK } from './projections/projections.module.js';
import { SchoolIdentity } from './school-identity.js';
import { SweeperWork } from './sweeper-work.js';

const READ_CONNECTIONS_MAX = 12;
/** Two groups that take turns, commands that wait alone, log-outs, and a change under the books' lock. */
const GATE_CONNECTIONS_MAX = 10;

export interface PlatformOptions {
  readonly config: Config;
  readonly logger: PinoLogger;
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
}

@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  static register(options: PlatformOptions): DynamicModule {
    const providers = [...plainProviders(options), ...storeProviders(options), ...logProviders()];
    return { module: PlatformModule, providers, exports: providers };
  }

  constructor(
    @Inject(READ_POOL) private readonly readPool: pg.Pool,
    @Inject(GATE_POOL) private readonly gatePool: pg.Pool,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.store.close(), this.readPool.end(), this.gatePool.end()]);
  }
}

function plainProviders({ config, logger }: PlatformOptions): Provider[] {
  return [
    { provide: CONFIG, useValue: config },
    { provide: CLOCK, useValue: systemClock },
    { provide: LOGGER, useValue: logger },
    { provide: TIMING, useValue: realTiming },
    { provide: METRICS, useFactory: createMetrics },
    SchoolIdentity,
    SweeperWork,
    {
      provide: LEADER_WORK,
      inject: [SweeperWork],
      useFactory: (sweepers: SweeperWork) => [sweepers],
    },
  ];
}

function storeProviders({ config, databaseUrl, eventStoreUrl }: PlatformOptions): Provider[] {
  const pool = (name: string, connectionsMax: number) => (logger: Logger) =>
    createPool({ connectionString: databaseUrl, name, connectionsMax }, logger);
  return [
    {
      provide: READ_POOL,
      inject: [LOGGER],
      useFactory: pool('bursar reads', READ_CONNECTIONS_MAX),
    },
    {
      provide: GATE_POOL,
      inject: [LOGGER],
      useFactory: pool('bursar gate', GATE_CONNECTIONS_MAX),
    },
    {
      provide: EVENT_STORE,
      useFactory: () => createEventStore({ connectionString: eventStoreUrl }),
    },
    {
      provide: EVENT_REGISTRY,
      useFactory: () => new EventRegistry([...STUDENT_EVENTS, ...BILLING_EVENTS]),
    },
    { provide: KeyVault, useFactory: () => new KeyVault(masterKey(config)) },
    {
      provide: SUBJECT_KEYS,
      inject: [READ_POOL, KeyVault],
      useFactory: (readPool: pg.Pool, vault: KeyVault) => new PostgresSubjectKeys(readPool, vault),
    },
    {
      provide: SERVER_SECRET,
      inject: [READ_POOL, KeyVault],
      useFactory: loadServerSecret,
    },
  ];
}

/** Two command logs on one store: a claim's fence must not wait for the turn that waits for it. */
function logProviders(): Provider[] {
  const inject = [EVENT_STORE, EVENT_REGISTRY, SUBJECT_KEYS, CLOCK, SchoolIdentity];
  const useFactory = (
    store: EventStore,
    registry: EventRegistry,
    keys: SubjectKeys,
    clock: Clock,
    school: SchoolIdentity,
  ) =>
    new CommandLog({
      store,
      registry,
      keys,
      clock,
      appVersion: APP_VERSION,
      schoolId: () => school.id,
    });
  return [
    { provide: CommandLog, inject, useFactory },
    { provide: FENCING_LOG, inject, useFactory },
    CommandContexts,
  ];
}
