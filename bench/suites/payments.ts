// Payments over HTTP, each answered with its receipt number; at the end the books are compared with
// what was taken.
import type { BenchContext } from '../context.js';
import { runClosedLoop, timed } from '../load/closed-loop.js';
import { loadTable } from '../report/load-table.js';
import { inParallel } from '../school/in-parallel.js';
import type { Side, SideName } from '../sides/side.js';
import { withSides } from '../sides/start-sides.js';
import { against, rateOf } from './compare.js';
import { assertBooks, openDesks, type Desks } from './desks.js';
import { memoryFindings } from './memory.js';
import { runScenarios, type Scenario } from './scenarios.js';

const AMONG: readonly SideName[] = ['ours', 'floor', 'emmett'];
const IN_FLIGHT = [1, 16, 64];
const STUDENTS = 2_000;
const FIRST_IN_FLIGHT = 16;
const TIMES_EMMETT = 2;
/** One caller waits for the disk, whoever serves it: the promise is about many. */
const PROMISED_FROM = 16;

export async function benchPayments(context: BenchContext): Promise<void> {
  const { inFlight = IN_FLIGHT, students = STUDENTS } = context.options;
  const { findings, print } = context;
  await withSides(context, { students, among: AMONG }, async (sides) => {
    const desks = await openDesks(sides);
    print(`payments · ${students} students`);
    for (const side of sides) print(await firstPayments(side, desks));
    const scenarios = inFlight.map((callers) => scenario(callers, desks));
    const rows = await runScenarios(context, sides, scenarios);
    print(loadTable(rows));
    await assertBooks(context, sides, desks);
    for (const callers of inFlight) {
      const least = callers >= PROMISED_FROM ? TIMES_EMMETT : undefined;
      const label = labelOf(callers);
      findings.push(...rateOf(rows, label), ...against(rows, label, { side: 'floor' }));
      findings.push(...against(rows, label, { side: 'emmett', least }));
    }
    findings.push(...memoryFindings(sides, 'after the payments'));
  });
}

/**
 * Every student pays once, so that no account is met for the first time while it counts: what that
 * costs is told on a line of its own.
 */
async function firstPayments(side: Side, desks: Desks): Promise<string> {
  const desk = desks.of(side);
  const pay = async (studentId: string) => void (await desk.take(studentId));
  const elapsedMs = await timed(() => inParallel(desk.students, FIRST_IN_FLIGHT, pay));
  const perSecond = (desk.students.length / elapsedMs) * 1000;
  return `${side.name}: each account's first payment, ${FIRST_IN_FLIGHT} in flight: ${perSecond.toFixed(0)} per s`;
}

function scenario(callers: number, desks: Desks): Scenario {
  return {
    labels: [labelOf(callers)],
    run: async (side, seconds) => {
      const desk = desks.of(side);
      const request = () => timed(() => desk.take());
      return [await runClosedLoop({ inFlight: callers, seconds, request })];
    },
  };
}

function labelOf(callers: number): string {
  return `payments, ${callers} in flight`;
}
