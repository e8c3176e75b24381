// The embedded event store as a child process.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { noneRemains, runningProcesses, signal } from '../process/running-processes.js';
import { plainEnvironment } from '../process/tools.js';
import { startReadyChild, type ReadyChild } from '../process/ready-child.js';

const READY = z.object({ ready: z.literal(true), port: z.number(), connectionString: z.string() });

const ENTRY = 'src/embedded-eventstore/main.ts';
const STOP_WITHIN_MS = 15_000;

export type EventStoreServer = ReadyChild<z.output<typeof READY>>;

/**
 * Starts the event store of a folder and waits until it answers.
 * @param dataDirectory  Made, for its owner alone, if it is missing.
 * @param durable        Off for tests alone: a power cut then loses events.
 * @param port           0: any free one.
 * @throws AppError `unavailable` (`child_failed`).
 */
export async function startEventStore(options: {
  dataDirectory: string;
  durable: boolean;
  port: number;
}): Promise<EventStoreServer> {
  mkdirSync(options.dataDirectory, { recursive: true, mode: 0o700 });
  await stopLeftoverEventStore(options.dataDirectory);
  return startReadyChild({
    name: 'The event store',
    entry: ENTRY,
    args: ['--data', options.dataDirectory, '--port', String(options.port), '--exit-with-stdin'],
    env: { ...plainEnvironment(), ...(options.durable ? {} : { FSYNC: 'off' }) },
    ready: READY,
    logFile: path.join(options.dataDirectory, 'event-store.log'),
  });
}

/** A store whose starter was killed is about to end by itself; the log takes one writer at a time. */
export async function stopLeftoverEventStore(dataDirectory: string): Promise<void> {
  const arguments_ = `${ENTRY}\0--data\0${dataDirectory}\0`;
  const find = () =>
    runningProcesses()
      .filter(({ command }) => command.includes(arguments_))
      .map(({ pid }) => pid);
  signal(find(), 'SIGTERM');
  if (await noneRemains(find, STOP_WITHIN_MS)) return;
  signal(find(), 'SIGKILL');
  await noneRemains(find, STOP_WITHIN_MS);
}
