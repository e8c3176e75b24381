// The app as a process, with a client that is logged in.
import { z } from 'zod';
import { startReadyChild } from '../../scripts/process/ready-child.js';
import { SchoolClient } from '../school/school-client.js';
import type { AtEnd } from './at-end.js';
import { SESSIONS } from './side.js';

const READY = z.object({ ready: z.literal(true), url: z.string() });

export const ADMIN = { username: 'admin', password: 'correct horse battery' } as const;

export async function startApp(environment: NodeJS.ProcessEnv, atEnd: AtEnd) {
  const app = await startReadyChild({
    name: 'The app',
    entry: 'src/main.ts',
    args: ['--exit-with-stdin'],
    env: environment,
    ready: READY,
    onLine: (line) => process.stderr.write(`ours: ${line}\n`),
  });
  atEnd(() => app.stop());
  const client = new SchoolClient(app.ready.url);
  atEnd(() => client.close());
  await client.logIn(ADMIN, SESSIONS);
  return { app, client };
}
