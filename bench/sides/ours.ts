// The product as it is run: src/main.ts as a process, on the embedded stores with fsync on.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { startReadyChild } from '../../scripts/process/ready-child.js';
import { plainEnvironment } from '../../scripts/process/tools.js';
import { writeInstance } from '../../scripts/stores/data-directory.js';
import { startStores } from '../../scripts/stores/start-stores.js';
import { present } from '../../src/kernel/assert.js';
import { SchoolClient } from '../school/school-client.js';
import { seedSchool } from '../school/seed.js';
import { analyse } from './analyse.js';
import { SESSIONS, type Side, type SidePlan } from './side.js';

const READY = z.object({ ready: z.literal(true), url: z.string() });
const ADMIN = { username: 'admin', password: 'correct horse battery' } as const;

export interface OurSide extends Side {
  /** What the app was started with; commands of the command line find its stores by it. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

export async function startOurs({ folder, students, say, atEnd }: SidePlan): Promise<OurSide> {
  const stores = await startStores({ dataDir: folder, durable: true });
  atEnd(() => stores.stop());
  const environment = environmentOf(folder, stores);
  const app = await startReadyChild({
    name: 'The app',
    entry: 'src/main.ts',
    args: ['--exit-with-stdin'],
    env: environment,
    ready: READY,
    onLine: (line) => process.stderr.write(`ours: ${line}\n`),
  });
  atEnd(() => app.stop());
  // Commands of the command line find the stores by it.
  const { databaseUrl, eventStoreUrl } = stores;
  writeInstance(folder, { pid: process.pid, url: app.ready.url, databaseUrl, eventStoreUrl });
  const client = new SchoolClient(app.ready.url);
  atEnd(() => client.close());
  await client.logIn(ADMIN, SESSIONS);
  await seedSchool(client, { students, environment, say: (line) => say(`ours: ${line}`) });
  await analyse(databaseUrl);
  return {
    name: 'ours',
    client,
    processes: {
      app: app.pid,
      events: present(stores.processes.eventStore, 'event store'),
      Postgres: present(stores.processes.postgres, 'Postgres'),
    },
    environment,
  };
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
