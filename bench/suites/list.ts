// The list of students with balances: the first page again and again, all pages in turn, and the first
// page beside payments at a fixed rate; in a small school and in a large one.
import { present } from '../../src/kernel/assert.js';
import type { BenchContext } from '../context.js';
import { loadTable, type ReportRow } from '../report/load-table.js';
import { atMost } from '../report/summary.js';
import type { SideName } from '../sides/side.js';
import { withSides } from '../sides/start-sides.js';
import { against, rowOf } from './compare.js';
import { assertBooks, openDesks } from './desks.js';
import { listScenarios } from './list-scenarios.js';
import { memoryFindings } from './memory.js';
import { runScenarios } from './scenarios.js';

const AMONG: readonly SideName[] = ['ours', 'floor'];
const IN_FLIGHT = [16];
const STUDENTS = [1_000, 100_000];
/** A large school's list may take so many times as long as a small one's. */
const SLOWER_MAX = 1.2;

export async function benchList(context: BenchContext): Promise<void> {
  const { listStudents = STUDENTS } = context.options;
  const bySize = new Map<number, readonly ReportRow[]>();
  for (const students of listStudents) bySize.set(students, await listOf(context, students));
  const [small = 0, large = small] = [...bySize.keys()].toSorted((a, b) => a - b);
  if (large === small) return;
  for (const { label, side, figures } of bySize.get(small) ?? []) {
    const other = rowOf(bySize.get(large) ?? [], label, side);
    if (side !== 'ours' || other === undefined || label.startsWith(' ')) continue;
    const what = `list, ${label}: ${small} students over ${large}`;
    const slower = figures.perSecond / other.figures.perSecond;
    context.findings.push(atMost(what, slower, { value: SLOWER_MAX, unit: '×' }));
  }
}

async function listOf(context: BenchContext, students: number): Promise<readonly ReportRow[]> {
  const { inFlight = IN_FLIGHT, rate } = context.options;
  const rows: ReportRow[] = [];
  await withSides(context, { students, among: AMONG }, async (sides) => {
    const desks = await openDesks(sides);
    const scenarios = inFlight.flatMap((callers) =>
      listScenarios({ inFlight: callers, desks, rate }),
    );
    rows.push(...(await runScenarios(context, sides, scenarios)));
    context.print(`list of 50 students with balances · ${students} students`);
    context.print(loadTable(rows));
    await assertBooks(context, sides, desks);
    for (const { labels } of scenarios) {
      for (const { what, ...found } of against(rows, present(labels[0], 'label'), {
        side: 'floor',
      }))
        context.findings.push({ what: `list of ${students}, ${what}`, ...found });
    }
    context.findings.push(...memoryFindings(sides, `with ${students} students`));
  });
  return rows;
}
