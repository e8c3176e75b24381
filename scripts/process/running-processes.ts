// The processes of this machine by command line, which everybody may read; Linux only, elsewhere none
// is found. A recorded process id is no proof: the system gives old numbers to new processes.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './error-code.js';

const POLL_MS = 25;

export interface RunningProcess {
  pid: number;
  /** Arguments, each followed by a NUL; a title, where the process has given itself one. */
  command: string;
}

export function runningProcesses(): RunningProcess[] {
  if (process.platform !== 'linux') return [];
  const ids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return ids.map((pid) => ({ pid, command: commandLine(pid) }));
}

/** Sends a signal to those of the processes that still run. */
export function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if (errorCode(error) !== 'ESRCH') throw error;
    }
  }
}

/**
 * Waits until nothing is found any more.
 * @returns whether that came about within the time.
 */
export async function noneRemains(
  find: () => readonly unknown[],
  withinMs: number,
): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= withinMs; waitedMs += POLL_MS) {
    if (find().length === 0) return true;
    await delay(POLL_MS);
  }
  return false;
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch (error) {
    // It ended while we looked.
    if (['ENOENT', 'ESRCH'].includes(errorCode(error) ?? '')) return '';
    throw error;
  }
}
