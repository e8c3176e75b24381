// The product as it is run: src/main.ts as a process, on the embedded stores with fsync on. It is set
// up by a first start, filled while it is down, and then started again.
import { randomBytes } from 'node:crypto';
import { writeInstance } from '../../scripts/stores/data-directory.js';
import { startEvents, startStores } from '../../scripts/stores/start-stores.js';
import { present } from '../../src/kernel/assert.js';
import { plainEnvironment } from '../../scripts/process/tools.js';
import { enrolStudents } from '../school/enrol.js';
import { openTerm, shownPosition, untilShown } from '../school/seed.js';
import { analyse } from './analyse.js';
import { withAtEnd } from './at-end.js';
import { ADMIN, startApp } from './our-app.js';
import type { Side, SidePlan } from './side.js';

export interface OurSide extends Side {
  /** What the app was started with; commands of the command line find its stores by it. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** Length of the log when it began to serve. */
  readonly events: number;
}

export interface OurPlan extends SidePlan {
  /** Events of past payments, over all students; 0 when absent. */
  readonly pastEvents?: number;
}

export async function startOurs(plan: OurPlan): Promise<OurSide> {
  const { folder, students, pastEvents = 0, atEnd } = plan;
  const say = (line: string) => plan.say(`ours: ${line}`);
  const first = await startEvents({ folder, durable: true });
  atEnd(() => first.stop());
  const eventStoreUrl = first.ready.connectionString;
  const stores = await startStores({
    dataDir: folder,
    durable: true,
    env: { ESDB_URL: eventStoreUrl },
  });
  atEnd(() => stores.stop());
  const { databaseUrl } = stores;
  const environment = environmentOf(folder, { databaseUrl, eventStoreUrl });
  const begun = await setUp(environment);
  await first.stop();
  const { termId } = begun;
  const written = await enrolStudents(environment, { students, pastEvents, termId, say });
  say(`${students} students and ${written} events are in the log`);
  const events = await startEvents({ folder, durable: true, port: first.ready.port });
  atEnd(() => events.stop());
  const { app, client } = await startApp(environment, atEnd);
  writeInstance(folder, { pid: process.pid, url: app.ready.url, databaseUrl, eventStoreUrl });
  const shown = await untilShown(client, { events: begun.events + written, students });
  await analyse(databaseUrl);
  say('the lists show them');
  const postgres = present(stores.processes.postgres, 'Postgres');
  const processes = { app: app.pid, events: events.pid, Postgres: postgres };
  return { name: 'ours', client, processes, environment, events: shown };
}

/** The first start makes the school; then a term is opened, and the app ends. */
async function setUp(environment: NodeJS.ProcessEnv): Promise<{ termId: string; events: number }> {
  return withAtEnd(async (atEnd) => {
    const { client } = await startApp(environment, atEnd);
    const termId = await openTerm(client);
    return { termId, events: await shownPosition(client) };
  });
}

function environmentOf(
  folder: string,
  { databaseUrl, eventStoreUrl }: { databaseUrl: string; eventStoreUrl: string },
): NodeJS.ProcessEnv {
  return {
    ...plainEnvironment(),
    NODE_ENV: 'production',
    PORT: '0',
    DATA_DIR: folder,
    DATABASE_URL: databaseUrl,
    ESDB_URL: eventStoreUrl,
    MASTER_KEY: randomBytes(32).toString('hex'),
    ADMIN_USERNAME: ADMIN.username,
    ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: 'warn',
  };
}
