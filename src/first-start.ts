// What must be there before the first command: a log that can be written to, the school's id, its
// first administrator, registers that nobody truncated.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  assertRegistersWhole,
  CommandLog,
  EVENT_STORE,
  type EventStore,
} from './eventstore/index.js';
import { CLOCK, type Clock } from './kernel/clock.js';
import { CONFIG, type Config } from './kernel/config.js';
import { UserAccounts, type FirstAdmin } from './modules/auth/index.js';
import {
  CALENDAR_STREAM,
  ChargeRunSweeper,
  MoveSweeper,
  ReceiptSweeper,
  SCHOOL_STREAM,
  setUpSchool,
  type SchoolSettings,
} from './modules/billing/index.js';
import { SchoolIdentity } from './school-identity.js';
import { SweeperWork } from './sweeper-work.js';

const FIRST_RETENTION_YEARS = 7;

/**
 * Idempotent: every start finishes what an earlier one left undone.
 * @returns the first administrator, when this start made it.
 */
export async function finishFirstStart(
  app: NestFastifyApplication,
): Promise<FirstAdmin | undefined> {
  const store = app.get<EventStore>(EVENT_STORE);
  await store.ready();
  await assertRegistersWhole(store, [SCHOOL_STREAM, CALENDAR_STREAM]);
  const tools = {
    log: app.get(CommandLog),
    identity: app.get(SchoolIdentity),
    clock: app.get<Clock>(CLOCK),
  };
  await setUpSchool(tools, firstSettings(app.get<Config>(CONFIG)));
  const sweepers = [app.get(MoveSweeper), app.get(ReceiptSweeper), app.get(ChargeRunSweeper)];
  app.get(SweeperWork).use(sweepers);
  return app.get(UserAccounts).createFirstAdmin();
}

/** Of the first start alone: from then on the settings are facts. */
function firstSettings(config: Config): SchoolSettings {
  return {
    name: config.SCHOOL_NAME,
    currency: config.SCHOOL_CURRENCY,
    timeZone: config.SCHOOL_TIME_ZONE,
    schoolYearStartsOn: '01-01',
    fourEyesLimitMinor: BigInt(config.FOUR_EYES_LIMIT_MINOR),
    retentionYears: FIRST_RETENTION_YEARS,
  };
}
