// All read models made again from the log by the command line's own `rebuild`, beside the app that
// serves; there is no floor for it.
import type { BenchContext } from '../context.js';
import { runClosedLoop, timed } from '../load/closed-loop.js';
import { median } from '../load/load-result.js';
import { textTable } from '../report/text-table.js';
import { CashDesk } from '../school/cash-desk.js';
import { FIRST_PAGE } from '../school/students.js';
import { withAtEnd } from '../sides/at-end.js';
import { startOurs, type OurSide } from '../sides/ours.js';
import { rebuildOnce, type RebuildFigures } from './rebuild-once.js';

const STUDENTS = 200;
const IN_FLIGHT = 64;
const MEBIBYTE = 2 ** 20;

export async function benchRebuild(context: BenchContext): Promise<void> {
  const { options, progress, print } = context;
  if (!options.sides.includes('ours')) return print('rebuild: there is no floor for it');
  const students = options.students ?? STUDENTS;
  await withAtEnd(async (atEnd) => {
    const folder = context.newFolder('ours');
    const side = await startOurs({ folder, students, say: progress, atEnd });
    const desk = await CashDesk.open(side.client);
    const events = await fillLog({ side, desk, events: options.events });
    progress(`the log has ${events} events`);
    const runs: RebuildFigures[] = [];
    for (let round = 1; round <= options.rounds; round++) {
      progress(`rebuild ${round} of ${options.rounds}`);
      runs.push(await rebuildOnce(side, events));
    }
    print(`rebuild of all read models · ${events} events, ${students} students`);
    print(tableOf(runs, events));
    print(`ours: ${await desk.assertBooks()}`);
  });
}

/** Takes payments until the log is long enough; its length. */
async function fillLog(plan: { side: OurSide; desk: CashDesk; events: number }): Promise<number> {
  const { side, desk, events } = plan;
  const request = () => timed(() => desk.take());
  for (;;) {
    const last = await desk.take();
    const { consistencyToken } = last.answer;
    const page = { method: 'GET', path: FIRST_PAGE, consistencyToken } as const;
    const { position } = await side.client.json<{ position: number }>(page);
    if (position >= events) return position;
    await runClosedLoop({ inFlight: IN_FLIGHT, seconds: 1, request });
  }
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
