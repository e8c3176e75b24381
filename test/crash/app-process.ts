// The application as a process that may be killed at any moment, also before it serves.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT, RUN_TYPESCRIPT } from '../../scripts/process/tools.js';

export interface AppProcess {
  /** Its address, once it serves; rejects with its log if it ends before. */
  readonly serving: Promise<string>;
  kill9(): Promise<void>;
  stop(): Promise<void>;
}

/** @param aheadMilliseconds  How far its clock is ahead of this machine's. */
export function startAppProcess(
  environment: Readonly<Record<string, string>>,
  aheadMilliseconds: number,
): AppProcess {
  const clock = ['--import', path.join(ROOT, 'test', 'crash', 'clock-ahead.ts')];
  const entry = path.join(ROOT, 'src', 'main.ts');
  const child = spawn(process.execPath, [...RUN_TYPESCRIPT, ...clock, entry, '--exit-with-stdin'], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      ...environment,
      CLOCK_AHEAD_MILLISECONDS: String(aheadMilliseconds),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const serving = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('{"ready":true')) resolve((JSON.parse(line) as { url: string }).url);
    });
    child.once('exit', (code) => reject(new Error(`the app ended with ${code}:\n${log}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  return { serving, kill9: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
