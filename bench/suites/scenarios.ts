// Scenarios on both sides in turns (ours, floor, ours, floor …), so that a machine that grows slower
// or faster meets both, and medians of the rounds.
import type { BenchContext } from '../context.js';
import { figuresOf, medianFigures, type Figures } from '../load/figures.js';
import type { LoadResult } from '../load/load-result.js';
import { cpuSecondsOf, difference } from '../machine/process-tree.js';
import type { ReportRow } from '../report/load-table.js';
import type { Side } from '../sides/side.js';

export interface Scenario {
  /** Of the measured load first; then of loads that run beside it. */
  readonly labels: readonly [string, ...string[]];
  /** @returns a result for each label. */
  run(side: Side, seconds: number): Promise<readonly LoadResult[]>;
}

/** Every scenario on every side, once uncounted (compilers warm up) and then once a round. */
export async function runScenarios(
  { options, progress }: BenchContext,
  sides: readonly Side[],
  scenarios: readonly Scenario[],
): Promise<ReportRow[]> {
  const runs = new Map<string, Figures[]>();
  progress('warming up');
  for (const scenario of scenarios) {
    for (const side of sides) await scenario.run(side, options.seconds);
  }
  for (let round = 1; round <= options.rounds; round++) {
    progress(`round ${round} of ${options.rounds}`);
    for (const scenario of scenarios) {
      for (const side of sides) {
        const figures = await measure(scenario, side, options.seconds);
        for (const [index, label] of scenario.labels.entries()) {
          const key = keyOf(label, side);
          runs.set(key, [...(runs.get(key) ?? []), ...figures.slice(index, index + 1)]);
        }
      }
    }
  }
  const rowOf = (label: string, side: Side): ReportRow => ({
    label,
    side: side.name,
    figures: medianFigures(runs.get(keyOf(label, side)) ?? []),
  });
  const labels = scenarios.flatMap((scenario) => scenario.labels);
  return labels.flatMap((label) => sides.map((side) => rowOf(label, side)));
}

async function measure(scenario: Scenario, side: Side, seconds: number): Promise<Figures[]> {
  // The stores are children of the bench too, so its own time is asked of the process itself.
  const before = { ...cpuSecondsOf(side.processes), bench: ownCpuSeconds() };
  const results = await scenario.run(side, seconds);
  const after = { ...cpuSecondsOf(side.processes), bench: ownCpuSeconds() };
  const cpu = difference(after, before);
  return results.map((result, index) => figuresOf(result, index === 0 ? cpu : {}));
}

function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

function keyOf(label: string, side: Side): string {
  return `${side.name} ${label}`;
}
