// What a run of requests took, one figure a request.

export interface LoadResult {
  /** Milliseconds, in the order of completion. */
  readonly latenciesMs: readonly number[];
  /** From the first request to the last answer. */
  readonly seconds: number;
}

/**
 * The value that the given share of the values does not exceed (nearest rank).
 * @param share  Above 0, at most 1.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).toSorted();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).toSorted();
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
