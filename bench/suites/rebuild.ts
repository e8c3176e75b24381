// All read models made again from the log by the command line's own `rebuild`, beside the app that
// serves; there is no floor for it.
import type { BenchContext } from '../context.js';
import { median } from '../load/load-result.js';
import { atLeast, atMost, type Finding } from '../report/summary.js';
import { textTable } from '../report/text-table.js';
import { CashDesk } from '../school/cash-desk.js';
import { withAtEnd } from '../sides/at-end.js';
import { startOurs, type OurSide } from '../sides/ours.js';
import { rebuildOnce, type RebuildFigures } from './rebuild-once.js';

const STUDENTS = 200;
/** Its claim, its registration, its account and four charges. */
const EVENTS_A_STUDENT = 7;
const MEBIBYTE = 2 ** 20;
const EVENTS_PER_SECOND_MIN = 20_000;
const REBUILD_MEBIBYTES_MAX = 512;

export async function benchRebuild(context: BenchContext): Promise<void> {
  const { options, progress, print } = context;
  if (!options.sides.includes('ours')) return print('rebuild: there is no floor for it');
  const students = options.students ?? STUDENTS;
  await withAtEnd(async (atEnd) => {
    const folder = context.newFolder('ours');
    const pastEvents = Math.max(0, options.events - students * EVENTS_A_STUDENT);
    const side = await startOurs({ folder, students, pastEvents, say: progress, atEnd });
    const { events } = side;
    const desk = await CashDesk.open(side.client);
    progress(`the log has ${events} events`);
    const runs = await runAll(context, side);
    print(`rebuild of all read models · ${events} events, ${students} students`);
    tell(context, runs, events);
    print(`ours: ${await desk.assertBooks()}`);
  });
}

async function runAll({ options, progress }: BenchContext, side: OurSide) {
  const runs: RebuildFigures[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    progress(`rebuild ${round} of ${options.rounds}`);
    runs.push(await rebuildOnce(side, side.events));
  }
  return runs;
}

function tell({ print, findings }: BenchContext, runs: readonly RebuildFigures[], events: number) {
  print(tableOf(runs, events));
  findings.push(...findingsOf(runs, events));
}

function findingsOf(runs: readonly RebuildFigures[], events: number): Finding[] {
  const what = `rebuild of ${events} events`;
  const perSecond = median(runs.map(({ fillSeconds }) => events / fillSeconds));
  const peakMebibytes = median(runs.map(({ peakBytes }) => peakBytes)) / MEBIBYTE;
  return [
    atLeast(what, perSecond, { value: EVENTS_PER_SECOND_MIN, unit: 'events/s' }),
    atMost(`${what}, peak memory`, peakMebibytes, { value: REBUILD_MEBIBYTES_MAX, unit: 'MiB' }),
  ];
}

function tableOf(runs: readonly RebuildFigures[], events: number): string {
  const row = (label: string, pick: (run: RebuildFigures) => number, digits: number) => [
    label,
    '',
    median(runs.map(pick)).toFixed(digits),
  ];
  return textTable([
    row('events per second, filling', (run) => events / run.fillSeconds, 0),
    row('seconds to fill', (run) => run.fillSeconds, 2),
    row('seconds to verify and swap', (run) => run.verifySeconds, 2),
    row('seconds of the whole command, start of Node included', (run) => run.commandSeconds, 2),
    row('peak memory of the command, MiB', (run) => run.peakBytes / MEBIBYTE, 0),
    row('cpu seconds of the command', (run) => run.cpu['rebuild'] ?? Number.NaN, 2),
    row('cpu seconds of Postgres', (run) => run.cpu['Postgres'] ?? Number.NaN, 2),
    row('cpu seconds of the event store', (run) => run.cpu['events'] ?? Number.NaN, 2),
  ]);
}
