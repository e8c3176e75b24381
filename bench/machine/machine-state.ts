// The machine that a run is measured on: what a reader needs to compare figures.
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { quantile } from '../load/load-result.js';

const PROBES = 200;
const BLOCK_BYTES = 4096;

/** @param folder  Where the stores will write. */
export function machineLines(folder: string): string[] {
  const sync = syncTimesMs(folder);
  const gibibytes = (totalmem() / 2 ** 30).toFixed(1);
  return [
    `machine   ${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown model'}, ${gibibytes} GiB`,
    `node      ${process.version}, ${process.platform} ${process.arch}`,
    `disk      4 KiB write + fdatasync: p50 ${quantile(sync, 0.5).toFixed(2)} ms, p95 ${quantile(sync, 0.95).toFixed(2)} ms`,
  ];
}

/** Load averages of 1, 5 and 15 minutes. */
export function loadLine(): string {
  return `load      ${loadavg()
    .map((average) => average.toFixed(2))
    .join(' ')} (1, 5, 15 minutes)`;
}

function syncTimesMs(folder: string): number[] {
  const file = path.join(folder, 'sync-probe');
  const descriptor = openSync(file, 'w');
  const block = Buffer.alloc(BLOCK_BYTES, 1);
  try {
    return Array.from({ length: PROBES }, () => {
      const startedAt = performance.now();
      writeSync(descriptor, block);
      fdatasyncSync(descriptor);
      return performance.now() - startedAt;
    });
  } finally {
    closeSync(descriptor);
    rmSync(file);
  }
}
