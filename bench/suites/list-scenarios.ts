// What is asked of the list of students.
import { present } from '../../src/kernel/assert.js';
import { runClosedLoop, timed } from '../load/closed-loop.js';
import type { LoadResult } from '../load/load-result.js';
import { runPaced } from '../load/paced.js';
import { FIRST_PAGE, pagePaths, parsePage } from '../school/students.js';
import type { Side } from '../sides/side.js';
import type { Desks } from './desks.js';
import type { Scenario } from './scenarios.js';

const PAGE_ITEMS = 50;
/** Parsing every page would take the client longer than some servers need to send it. */
const PARSE_EVERY = 50;

interface Readers {
  readonly inFlight: number;
  readonly desks: Desks;
  /** Payments a second that are sent beside them. */
  readonly rate: number;
}

export function listScenarios(readers: Readers): Scenario[] {
  return [firstPage(readers), allPages(readers), besidePayments(readers)];
}

function firstPage({ inFlight }: Readers): Scenario {
  return {
    labels: [`first page, ${inFlight} in flight`],
    run: async (side, seconds) => [await readPages(side, [FIRST_PAGE], { inFlight, seconds })],
  };
}

/** Their paths are walked once a side, in the round that does not count. */
function allPages({ inFlight }: Readers): Scenario {
  const pathsOf = new Map<Side, readonly string[]>();
  return {
    labels: [`all pages in turn, ${inFlight} in flight`],
    run: async (side, seconds) => {
      const paths = pathsOf.get(side) ?? (await pagePaths(side.client));
      pathsOf.set(side, paths);
      return [await readPages(side, paths, { inFlight, seconds })];
    },
  };
}

function besidePayments({ inFlight, desks, rate }: Readers): Scenario {
  return {
    labels: [
      `first page, ${inFlight} in flight, beside payments`,
      `  ${rate} payments/s beside ${inFlight} readers`,
    ],
    run: (side, seconds) =>
      Promise.all([
        readPages(side, [FIRST_PAGE], { inFlight, seconds }),
        runPaced({ perSecond: rate, seconds, request: () => desks.of(side).take() }),
      ]),
  };
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
