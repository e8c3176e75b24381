// Log files of children.
import { existsSync, readFileSync } from 'node:fs';

const TAIL_CHARACTERS = 2_000;

/** The end of a log file, to be shown when a child did not start; empty when there is none. */
export function tailOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-TAIL_CHARACTERS) : '';
}
