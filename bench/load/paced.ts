// Requests at a fixed rate, whether or not earlier ones were answered. A latency counts from the moment
// when the request was due, so that a server that stalls is not spared the requests it held up.
import { setTimeout as delay } from 'node:timers/promises';
import type { LoadResult } from './load-result.js';

const TICK_MS = 2;

export interface PacedLoad {
  readonly perSecond: number;
  readonly seconds: number;
  readonly request: () => Promise<unknown>;
}

/** Ends when every request has its answer, or with the first error. */
export async function runPaced({ perSecond, seconds, request }: PacedLoad): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  const sent: Promise<void>[] = [];
  const failures: unknown[] = [];
  const startedAt = performance.now();
  const send = async (dueAt: number): Promise<void> => {
    try {
      await request();
      latenciesMs.push(performance.now() - dueAt);
    } catch (error) {
      failures.push(error);
    }
  };
  while (failures.length === 0 && sent.length < perSecond * seconds) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond);
    while (sent.length <= Math.min(due, perSecond * seconds - 1)) {
      sent.push(send(startedAt + (sent.length * 1000) / perSecond));
    }
    await delay(TICK_MS);
  }
  await Promise.all(sent);
  for (const failure of failures) throw failure;
  return { latenciesMs, seconds: (performance.now() - startedAt) / 1000 };
}
