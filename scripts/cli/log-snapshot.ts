// Copies of the embedded event store's log, made and read by a process of its own beside the server.
import path from 'node:path';
import { z } from 'zod';
import { diskFull } from '../../src/cli/backup/files.js';
import type { LogSummary } from '../../src/cli/backup/embedded-stores.js';
import { AppError } from '../../src/kernel/app-error.js';
import { plainEnvironment, RUN_TYPESCRIPT, runNode } from '../process/tools.js';

const ENTRY = 'src/embedded-eventstore/snapshot-main.ts';
const ANSWER = z.discriminatedUnion('done', [
  z.object({
    done: z.literal(true),
    events: z.number(),
    firstEventId: z.string().optional(),
    lastEventId: z.string().optional(),
    bytes: z.number(),
  }),
  z.object({
    done: z.literal(false),
    reason: z.enum(['damaged', 'full', 'failed']),
    message: z.string(),
  }),
]);

/**
 * Copies the log in an event store's folder into a file that is not there yet, and reads it again.
 * @throws AppError `internal` (`log_damaged`); `unavailable` (`disk_full`, `snapshot_failed`).
 */
export function takeLogSnapshot(eventsFolder: string, into: string): Promise<LogSummary> {
  return ask(['--data', eventsFolder, '--into', into], { file: into, log: eventsFolder });
}

/** Reads every record of a copy. @throws as `takeLogSnapshot` */
export function checkLogSnapshot(file: string): Promise<LogSummary> {
  return ask(['--check', file], { file, log: file });
}

async function ask(
  args: readonly string[],
  { file, log }: { file: string; log: string },
): Promise<LogSummary> {
  const { output } = await runNode([...RUN_TYPESCRIPT, '--no-warnings', ENTRY, ...args], {
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const answer = answerIn(output);
  if (answer.done) return answer;
  if (answer.reason === 'full') throw diskFull(path.dirname(file));
  const isDamaged = answer.reason === 'damaged';
  throw isDamaged
    ? new AppError('internal', `The log in ${log} is damaged: ${answer.message}.`, {
        code: 'log_damaged',
      })
    : new AppError('unavailable', `The log in ${log} can't be copied: ${answer.message}`, {
        code: 'snapshot_failed',
      });
}

function answerIn(output: string): z.output<typeof ANSWER> {
  const line = output.split('\n').find((text) => text.startsWith('{"done":'));
  if (line !== undefined) return ANSWER.parse(JSON.parse(line));
  return { done: false, reason: 'failed', message: output.trim() };
}
