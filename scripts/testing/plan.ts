// Shares the test files out among processes. Whole processes, not threads: the event store's client
// keeps one table of pending appends a process, and one such client is all that a process may have.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ROOT } from '../process/tools.js';

export const DURATIONS_FILE = new URL('./durations.json', import.meta.url);
const DURATIONS = z.record(z.string(), z.number());
/** A file that was never timed is guessed from its size. */
const MS_PER_BYTE = 0.02;

/** Milliseconds that each test file took when they were last recorded, by path from the root. */
export function recordedDurations(): Record<string, number> {
  return DURATIONS.parse(JSON.parse(readFileSync(DURATIONS_FILE, 'utf8')));
}

/**
 * Splits files into as many lists as `busyMs` has entries, so that all end at about the same time.
 * @param busyMs  What each process has to do before it starts on its files, in milliseconds.
 */
export function share(
  files: readonly string[],
  busyMs: readonly number[],
  durations: Readonly<Record<string, number>> = recordedDurations(),
): string[][] {
  const lanes = busyMs.map((loadMs) => ({ loadMs, files: [] as string[] }));
  const weighed = files.map((file) => ({ file, ms: durations[file] ?? guess(file) }));
  for (const { file, ms } of weighed.sort((a, b) => b.ms - a.ms)) {
    const least = lanes.reduce((best, lane) => (lane.loadMs < best.loadMs ? lane : best));
    least.files.push(file);
    least.loadMs += ms;
  }
  return lanes.map((lane) => lane.files);
}

function guess(file: string): number {
  return statSync(path.join(ROOT, file)).size * MS_PER_BYTE;
}
