// How long after a payment's answer the list shows it: asked once with the write's Consistency-Token,
// or asked again and again without. Each caller pays for a student of its own on the first page.
import type { BenchContext } from '../context.js';
import { present } from '../../src/kernel/assert.js';
import { runClosedLoop } from '../load/closed-loop.js';
import { loadTable } from '../report/load-table.js';
import { atMost } from '../report/summary.js';
import { FIRST_PAGE, parsePage } from '../school/students.js';
import type { Side, SideName } from '../sides/side.js';
import { withSides } from '../sides/start-sides.js';
import { assertBooks, openDesks, type Desks } from './desks.js';
import { runScenarios, type Scenario } from './scenarios.js';

const AMONG: readonly SideName[] = ['ours', 'floor'];
const IN_FLIGHT = [16];
const STUDENTS = 200;
const PAGE_ITEMS = 50;
const VISIBLE_WITHIN_MS = 10_000;
const VISIBLE_P95_MS_MAX = 50;

/** What it took to see the payments of one scenario on one side. */
interface Looks {
  payments: number;
  looks: number;
  stale: number;
}

export async function benchVisible(context: BenchContext): Promise<void> {
  const { inFlight = IN_FLIGHT, students = STUDENTS } = context.options;
  if (Math.max(...inFlight) > Math.min(students, PAGE_ITEMS)) {
    throw new Error(`visible: at most ${PAGE_ITEMS} in flight, one for each student of a page`);
  }
  await withSides(context, { students, among: AMONG }, async (sides) => {
    const desks = await openDesks(sides);
    const tally = new Map<string, Looks>();
    const scenarios = inFlight.flatMap((callers) =>
      [true, false].map((withToken) => scenario({ callers, withToken, desks, tally })),
    );
    const rows = await runScenarios(context, sides, scenarios);
    context.print(`payment answered → visible in the list · ${students} students`);
    context.print(loadTable(rows));
    for (const { label, side, figures } of rows) {
      if (side !== 'ours') continue;
      const what = `p95 of visible ${label}`;
      context.findings.push(atMost(what, figures.p95Ms, { value: VISIBLE_P95_MS_MAX, unit: 'ms' }));
    }
    for (const [label, { payments, looks, stale }] of tally) {
      const each = (looks / payments).toFixed(2);
      context.print(`${label}: ${each} looks a payment, ${stale} stale`);
    }
    await assertBooks(context, sides, desks);
  });
}

function scenario(plan: {
  callers: number;
  withToken: boolean;
  desks: Desks;
  tally: Map<string, Looks>;
}): Scenario {
  const { callers, withToken, desks, tally } = plan;
  const label = `${withToken ? 'with the token' : 'by polling'}, ${callers} in flight`;
  return {
    labels: [label],
    run: async (side, seconds) => {
      const desk = desks.of(side);
      const owed = await firstPage(side);
      const count = looksOf(tally, `${side.name}, ${label}`);
      const request = async (caller: number): Promise<number> => {
        const studentId = present(desk.students[caller], 'student of the caller');
        const { amountMinor, answer } = await desk.take(studentId);
        const answeredAt = performance.now();
        const netMinor = present(owed.get(studentId), 'net of the student') - amountMinor;
        owed.set(studentId, netMinor);
        const token = withToken ? answer.consistencyToken : undefined;
        await untilShown(side, { studentId, netMinor, token, count });
        return performance.now() - answeredAt;
      };
      return [await runClosedLoop({ inFlight: callers, seconds, request })];
    },
  };
}

/** Net of each student on the first page, in minor units. */
async function firstPage(side: Side, token?: string): Promise<Map<string, number>> {
  const request = { method: 'GET', path: FIRST_PAGE, consistencyToken: token } as const;
  const { text } = await side.client.send(request);
  return new Map(parsePage(text).items.map(({ id, netMinor }) => [id, netMinor]));
}

async function untilShown(
  side: Side,
  write: { studentId: string; netMinor: number; token: string | undefined; count: Looks },
): Promise<void> {
  const { count, studentId } = write;
  const deadline = performance.now() + VISIBLE_WITHIN_MS;
  count.payments++;
  while (performance.now() < deadline) {
    count.looks++;
    const shown = await firstPage(side, write.token);
    if (shown.get(studentId) === write.netMinor) return;
    if (write.token !== undefined) count.stale++;
  }
  throw new Error(`the list never showed a payment of ${studentId}`);
}

function looksOf(tally: Map<string, Looks>, label: string): Looks {
  const looks = tally.get(label) ?? { payments: 0, looks: 0, stale: 0 };
  tally.set(label, looks);
  return looks;
}
