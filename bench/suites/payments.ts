// Payments over HTTP, each answered with its receipt number; at the end the books are compared with
// what was taken.
import type { BenchContext } from '../context.js';
import { runClosedLoop, timed } from '../load/closed-loop.js';
import { loadTable } from '../report/load-table.js';
import { withSides } from '../sides/start-sides.js';
import { assertBooks, openDesks } from './desks.js';
import { runScenarios, type Scenario } from './scenarios.js';

const IN_FLIGHT = [1, 16, 64];
const STUDENTS = 200;

export async function benchPayments(context: BenchContext): Promise<void> {
  const { inFlight = IN_FLIGHT, students = STUDENTS } = context.options;
  await withSides(context, students, async (sides) => {
    const desks = await openDesks(sides);
    const scenarios = inFlight.map((callers): Scenario => ({
      labels: [`${callers} in flight`],
      run: async (side, seconds) => {
        const desk = desks.of(side);
        const request = () => timed(() => desk.take());
        return [await runClosedLoop({ inFlight: callers, seconds, request })];
      },
    }));
    const rows = await runScenarios(context, sides, scenarios);
    context.print(`payments · ${students} students`);
    context.print(loadTable(rows));
    await assertBooks(context, sides, desks);
  });
}
