// The floor: bare Fastify with plain `pg` in a process of its own, on an embedded Postgres with fsync on.
import { z } from 'zod';
import { startReadyChild } from '../../scripts/process/ready-child.js';
import { plainEnvironment } from '../../scripts/process/tools.js';
import { DATABASE, startDatabase } from '../../scripts/stores/start-stores.js';
import { SchoolClient } from '../school/school-client.js';
import { analyse } from './analyse.js';
import { SESSIONS, type Side, type SidePlan } from './side.js';

const READY = z.object({ ready: z.literal(true), url: z.string(), cookies: z.array(z.string()) });
/** More wait for the counter's row anyway; fewer leave a core idle. */
const CONNECTIONS = 8;

export async function startFloor({ folder, students, say, atEnd }: SidePlan): Promise<Side> {
  const postgres = await startDatabase({ folder, durable: true });
  atEnd(() => postgres.stop());
  const app = await startReadyChild({
    name: 'The floor',
    entry: 'bench/floor/main.ts',
    args: [`--students=${students}`, `--sessions=${SESSIONS}`, `--connections=${CONNECTIONS}`],
    env: {
      ...plainEnvironment(),
      NODE_ENV: 'production',
      DATABASE_URL: postgres.url(DATABASE),
    },
    ready: READY,
  });
  atEnd(() => app.stop());
  await analyse(postgres.url(DATABASE));
  say(`floor: ${students} students at ${app.ready.url}`);
  const client = new SchoolClient(app.ready.url, app.ready.cookies);
  atEnd(() => client.close());
  return {
    name: 'floor',
    client,
    processes: { app: app.pid, Postgres: postgres.pid },
  };
}
