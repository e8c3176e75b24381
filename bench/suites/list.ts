// The list of students with balances: the first page again and again, all pages in turn, and the first
// page beside payments at a fixed rate.
import type { BenchContext } from '../context.js';
import { present } from '../../src/kernel/assert.js';
import { runClosedLoop, timed } from '../load/closed-loop.js';
import type { LoadResult } from '../load/load-result.js';
import { runPaced } from '../load/paced.js';
import { loadTable } from '../report/load-table.js';
import { FIRST_PAGE, pagePaths, parsePage } from '../school/students.js';
import type { Side } from '../sides/side.js';
import { withSides } from '../sides/start-sides.js';
import { assertBooks, openDesks, type Desks } from './desks.js';
import { runScenarios, type Scenario } from './scenarios.js';

const IN_FLIGHT = [16];
const STUDENTS = 1_000;
const PAGE_ITEMS = 50;
/** Parsing every page would take the client longer than some servers need to send it. */
const PARSE_EVERY = 50;

export async function benchList(context: BenchContext): Promise<void> {
  const { inFlight = IN_FLIGHT, students = STUDENTS, rate } = context.options;
  await withSides(context, students, async (sides) => {
    const desks = await openDesks(sides);
    const scenarios = inFlight.flatMap((callers) => scenariosAt(callers, { desks, rate }));
    const rows = await runScenarios(context, sides, scenarios);
    context.print(`list of 50 students with balances · ${students} students`);
    context.print(loadTable(rows));
    await assertBooks(context, sides, desks);
  });
}

function scenariosAt(inFlight: number, { desks, rate }: { desks: Desks; rate: number }) {
  const first: Scenario = {
    labels: [`first page, ${inFlight} in flight`],
    run: async (side, seconds) => [await readPages(side, [FIRST_PAGE], { inFlight, seconds })],
  };
  const all: Scenario = {
    labels: [`all pages in turn, ${inFlight} in flight`],
    run: async (side, seconds) => {
      const paths = await pagePaths(side.client);
      return [await readPages(side, paths, { inFlight, seconds })];
    },
  };
  const beside: Scenario = {
    labels: [
      `first page, ${inFlight} in flight, while`,
      `  ${rate} payments/s are sent beside ${inFlight} readers`,
    ],
    run: (side, seconds) =>
      Promise.all([
        readPages(side, [FIRST_PAGE], { inFlight, seconds }),
        runPaced({ perSecond: rate, seconds, request: () => desks.of(side).take() }),
      ]),
  };
  return [first, all, beside];
}

function readPages(
  side: Side,
  paths: readonly string[],
  load: { inFlight: number; seconds: number },
): Promise<LoadResult> {
  let next = 0;
  const read = async (): Promise<void> => {
    const number = next++;
    const path = present(paths[number % paths.length], 'path of a page');
    const { text } = await side.client.send({ method: 'GET', path });
    if (number % PARSE_EVERY === 0) assertPage(text);
    else if (!text.includes('"netMinor"')) throw new Error(`no page of students: ${text}`);
  };
  return runClosedLoop({ ...load, request: () => timed(read) });
}

function assertPage(text: string): void {
  const { items } = parsePage(text);
  if (items.length === 0 || items.length > PAGE_ITEMS) {
    throw new Error(`a page of ${items.length} students`);
  }
}
