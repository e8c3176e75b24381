// The figures of one run, and the medians of several.
import { median, quantile, type LoadResult } from './load-result.js';
import type { CpuSeconds } from '../machine/process-tree.js';

export interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** CPU seconds per 1 000 requests, by process; empty for a load that ran beside the measured one. */
  readonly cpuPerThousand: CpuSeconds;
}

export function figuresOf({ latenciesMs, seconds }: LoadResult, cpu: CpuSeconds): Figures {
  const thousands = latenciesMs.length / 1000;
  return {
    perSecond: latenciesMs.length / seconds,
    p50Ms: quantile(latenciesMs, 0.5),
    p95Ms: quantile(latenciesMs, 0.95),
    p99Ms: quantile(latenciesMs, 0.99),
    cpuPerThousand: Object.fromEntries(
      Object.entries(cpu).map(([name, used]) => [name, used / thousands]),
    ),
  };
}

/** Each figure's median on its own. */
export function medianFigures(runs: readonly Figures[]): Figures {
  const middle = (pick: (run: Figures) => number) => median(runs.map(pick));
  const names = Object.keys(runs[0]?.cpuPerThousand ?? {});
  return {
    perSecond: middle((run) => run.perSecond),
    p50Ms: middle((run) => run.p50Ms),
    p95Ms: middle((run) => run.p95Ms),
    p99Ms: middle((run) => run.p99Ms),
    cpuPerThousand: Object.fromEntries(
      names.map((name) => [name, middle((run) => run.cpuPerThousand[name] ?? Number.NaN)]),
    ),
  };
}
