// npm run bench: the product beside its floor, over HTTP, on stores that wait for the disk.
// Exit codes: 0 measured, and the books were right · 1 a request failed or the books were wrong ·
// 2 the command line is wrong.
import { messageOf } from '../scripts/process/error-code.js';
import { contextOf, openWorkplace, type BenchContext } from './context.js';
import { loadLine, machineLines } from './machine/machine-state.js';
import { summary } from './report/summary.js';
import { optionsOf, USAGE, type BenchName, type BenchOptions } from './options.js';
import { benchList } from './suites/list.js';
import { benchPayments } from './suites/payments.js';
import { benchRebuild } from './suites/rebuild.js';
import { benchVisible } from './suites/visible.js';

const BENCHES: Readonly<Record<BenchName, (context: BenchContext) => Promise<void>>> = {
  payments: benchPayments,
  list: benchList,
  visible: benchVisible,
  rebuild: benchRebuild,
};

const options = readOptions(process.argv.slice(2));
process.exitCode = options === undefined ? 2 : await run(options);

async function run(chosen: BenchOptions): Promise<number> {
  const workplace = openWorkplace();
  const context = contextOf(chosen, workplace.folder);
  try {
    for (const line of machineLines(workplace.folder)) context.print(line);
    context.print(`run       ${new Date().toISOString()}, ${runLine(chosen)}`);
    for (const name of chosen.benches) {
      context.print(`\n${loadLine()}`);
      await BENCHES[name](context);
    }
    context.print(`\n${loadLine()}\n`);
    context.print(summary(context.findings));
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : messageOf(error)}\n`);
    return 1;
  } finally {
    workplace.remove();
  }
}

function runLine({ seconds, rounds, sides }: BenchOptions): string {
  return `${rounds} rounds of ${seconds} s a scenario and side (${sides.join(', ')}), stores with fsync`;
}

function readOptions(args: readonly string[]): BenchOptions | undefined {
  try {
    return optionsOf(args);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${USAGE}`);
    return undefined;
  }
}
