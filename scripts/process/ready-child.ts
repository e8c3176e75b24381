// A child process of ours that says when it is ready, and that ends when we do: it watches its
// standard input, which closes with us, even by kill -9.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { AppError } from '../../src/kernel/app-error.js';
import { present } from '../../src/kernel/assert.js';
import { exitOf } from './exit-of.js';
import { tailOf } from './log-file.js';
import { ROOT, RUN_TYPESCRIPT } from './tools.js';

export interface ChildPlan<T> {
  /** How messages call it: "The event store". */
  name: string;
  /** TypeScript file, from the project's root or absolute. */
  entry: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** The line of standard output, as JSON, that says it is ready. */
  ready: z.ZodType<T>;
  /** Gets every other line of standard output; without it they go to ours. */
  onLine?: (line: string) => void;
  /** Gets what it writes to standard error; without it that goes to ours. */
  logFile?: string;
}

export interface ReadyChild<T> {
  readonly pid: number;
  readonly ready: T;
  /** Settles when it has ended, with exit code or signal; never rejects. */
  readonly exited: Promise<string>;
  /** Asks it to end, waits, and ends it by force after 15 seconds. */
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;

/**
 * Starts it and waits until it is ready.
 * @throws AppError `unavailable` (`child_failed`) if it ends before, or says nothing for a minute.
 */
export async function startReadyChild<T>(plan: ChildPlan<T>): Promise<ReadyChild<T>> {
  const log = plan.logFile === undefined ? undefined : openSync(plan.logFile, 'a', 0o600);
  const child = spawn(
    process.execPath,
    [...RUN_TYPESCRIPT, '--no-warnings', path.resolve(ROOT, plan.entry), ...plan.args],
    {
      cwd: ROOT,
      env: plan.env,
      // Out of the terminal's reach: Ctrl-C is for the one who stops us in order.
      detached: true,
      stdio: ['pipe', 'pipe', log ?? 'inherit'],
    },
  );
  if (log !== undefined) closeSync(log);
  const exited = exitOf(child);
  const ready = await readyLine(child, { plan, exited });
  return {
    pid: present(child.pid, 'process id'),
    ready,
    exited,
    stop: () => stop(child, exited),
    kill: (signal) => void child.kill(signal),
  };
}

async function readyLine<T>(
  child: ChildProcess,
  { plan, exited }: { plan: ChildPlan<T>; exited: Promise<string> },
): Promise<T> {
  const onLine = plan.onLine ?? ((line: string) => process.stdout.write(`${line}\n`));
  const timer = setTimeout(() => child.kill('SIGKILL'), START_WITHIN_MS);
  const said = new Promise<T>((resolve) => {
    const lines = createInterface({ input: present(child.stdout, 'standard output') });
    lines.on('line', (line) => {
      const ready = plan.ready.safeParse(json(line));
      if (ready.success) resolve(ready.data);
      else onLine(line);
    });
  });
  const failed = exited.then((how) => {
    const log = plan.logFile === undefined ? '' : `\n${tailOf(plan.logFile)}`;
    throw new AppError('unavailable', `${plan.name} did not start (${how}).${log}`, {
      code: 'child_failed',
    });
  });
  try {
    return await Promise.race([said, failed]);
  } finally {
    clearTimeout(timer);
  }
}

async function stop(child: ChildProcess, exited: Promise<string>): Promise<void> {
  child.stdin?.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await exited;
  clearTimeout(timer);
}

/** The value of a line of JSON; `undefined` for any other text. */
function json(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
