// Writes that wait together become one transaction.
import type { Batch } from './writer.js';

export function mergedBatch(writes: readonly Batch[]): Batch {
  return {
    records: writes.flatMap((write) => write.records),
    heads: writes.flatMap((write) => write.heads),
    isProbe: writes.some((write) => write.isProbe),
  };
}
