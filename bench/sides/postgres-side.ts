// A system that is one process on one Postgres of its own, with fsync on: the floor, and a peer.
import { z } from 'zod';
import { startReadyChild } from '../../scripts/process/ready-child.js';
import { plainEnvironment } from '../../scripts/process/tools.js';
import { DATABASE, startDatabase } from '../../scripts/stores/start-stores.js';
import { SchoolClient } from '../school/school-client.js';
import { analyse } from './analyse.js';
import { SESSIONS, type Side, type SideName, type SidePlan } from './side.js';

const READY = z.object({ ready: z.literal(true), url: z.string(), cookies: z.array(z.string()) });
/** More wait for the counter's row anyway; fewer leave a core idle. */
const CONNECTIONS = 8;

/** @param entry  Takes the same arguments and says the same line as `bench/floor/main.ts`. */
export async function startPostgresSide(
  { folder, students, say, atEnd }: SidePlan,
  { name, entry }: { name: SideName; entry: string },
): Promise<Side> {
  const postgres = await startDatabase({ folder, durable: true });
  atEnd(() => postgres.stop());
  const env = {
    ...plainEnvironment(),
    NODE_ENV: 'production',
    DATABASE_URL: postgres.url(DATABASE),
  };
  const args = [`--students=${students}`, `--sessions=${SESSIONS}`, `--connections=${CONNECTIONS}`];
  const app = await startReadyChild({ name, entry, args, env, ready: READY });
  atEnd(() => app.stop());
  await analyse(postgres.url(DATABASE));
  say(`${name}: ${students} students at ${app.ready.url}`);
  const client = new SchoolClient(app.ready.url, app.ready.cookies);
  atEnd(() => client.close());
  return { name, client, processes: { app: app.pid, Postgres: postgres.pid } };
}
