// The most memory that our own processes had; Postgres, whose processes share theirs, is left out.
import { peakBytesOf } from '../machine/process-tree.js';
import type { Finding } from '../report/summary.js';
import type { Side } from '../sides/side.js';

const MEBIBYTE = 2 ** 20;

/** @param when  What had happened until then. */
export function memoryFindings(sides: readonly Side[], when: string): Finding[] {
  return sides.flatMap(({ name, processes }) =>
    Object.entries(processes)
      .filter(([process]) => process !== 'Postgres')
      .map(([process, pid]) => ({
        what: `peak memory of ${name}'s ${process}, ${when}`,
        found: `${(peakBytesOf(pid) / MEBIBYTE).toFixed(0)} MiB`,
      })),
  );
}
