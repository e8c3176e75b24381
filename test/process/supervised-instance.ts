// Starts supervisors as processes, for tests that kill them.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { startReadyChild, type ReadyChild } from '../../scripts/process/ready-child.js';
import { isAlive, until } from './processes.js';

const READY = z.object({
  ready: z.literal(true),
  instance: z.object({ url: z.string(), databaseUrl: z.string(), eventStoreUrl: z.string() }),
  logIn: z.object({ username: z.string(), password: z.string() }).optional(),
  processes: z.object({ app: z.number(), postgres: z.number(), eventStore: z.number() }),
});
const PAGE = z.object({ pid: z.number(), settings: z.record(z.string(), z.string()) });

export type SupervisedInstance = ReadyChild<z.output<typeof READY>>;

/** A supervisor over the stand-in app, on the data directory, on any free port. */
export function startInstance(
  dataDirectory: string,
  { env = {}, args = [] }: { env?: NodeJS.ProcessEnv; args?: string[] } = {},
): Promise<SupervisedInstance> {
  mkdirSync(path.dirname(dataDirectory), { recursive: true });
  return startReadyChild({
    name: 'The supervisor',
    entry: 'test/process/supervisor-process.ts',
    args,
    env: { PATH: process.env['PATH'], DATA_DIR: dataDirectory, PORT: '0', ...env },
    ready: READY,
    logFile: `${dataDirectory}.log`,
  });
}

/** Asks it to stop as Ctrl-C does, and says how it ended. */
export function interrupt(instance: SupervisedInstance): Promise<string> {
  instance.kill('SIGINT');
  return instance.exited;
}

/** What the stand-in app says of itself. */
export async function askApp(instance: SupervisedInstance): Promise<z.output<typeof PAGE>> {
  const response = await fetch(instance.ready.instance.url);
  return PAGE.parse(await response.json());
}

/** Waits until no child of the supervisor runs any more. */
export async function childrenEnd({ ready }: SupervisedInstance): Promise<void> {
  for (const [name, pid] of Object.entries(ready.processes)) {
    await until(`the end of ${name}`, () => !isAlive(pid));
  }
}
