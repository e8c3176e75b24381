// A fixed number of callers, each with one request in flight: the next goes out when the answer is in.
import type { LoadResult } from './load-result.js';

export interface ClosedLoop {
  /** Callers. */
  readonly inFlight: number;
  readonly seconds: number;
  /** @returns milliseconds to count; `timed` measures the whole of a request. */
  readonly request: (caller: number) => Promise<number>;
}

/** Ends at the first request that fails, with its error. */
export async function runClosedLoop({
  inFlight,
  seconds,
  request,
}: ClosedLoop): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  let endsAt = startedAt + seconds * 1000;
  const call = async (caller: number): Promise<void> => {
    try {
      while (performance.now() < endsAt) latenciesMs.push(await request(caller));
    } catch (error) {
      endsAt = 0;
      throw error;
    }
  };
  const callers = Array.from({ length: inFlight }, (_, caller) => call(caller));
  for (const outcome of await Promise.allSettled(callers)) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
  return { latenciesMs, seconds: (performance.now() - startedAt) / 1000 };
}

/** How long it takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
