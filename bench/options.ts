// What to run and how long: the command line of `npm run bench`.
import { parseArgs } from 'node:util';
import { SIDE_NAMES, type SideName } from './sides/side.js';

export const BENCH_NAMES = ['payments', 'list', 'visible', 'rebuild'] as const;
export type BenchName = (typeof BENCH_NAMES)[number];

export interface BenchOptions {
  readonly benches: readonly BenchName[];
  readonly sides: readonly SideName[];
  /** Of one run of one scenario on one side. */
  readonly seconds: number;
  /** Runs of each scenario on each side; medians are quoted. */
  readonly rounds: number;
  /** Absent: the bench's own. */
  readonly inFlight: readonly number[] | undefined;
  /** Absent: the bench's own. */
  readonly students: number | undefined;
  /** Length of the log that `rebuild` reads, at least. */
  readonly events: number;
  /** Payments a second beside the list. */
  readonly rate: number;
}

export const USAGE = `npm run bench -- [payments] [list] [visible] [rebuild]     without a name: all

  --seconds 3         of one run
  --rounds 3          runs of each scenario on each side, taking turns; medians are quoted
  --in-flight 16      requests at a time; several: 1,16,64
  --students N        in each school (payments, visible, rebuild 200; list 1000)
  --events 20000      length of the log for rebuild
  --rate 200          payments a second beside the list
  --sides ours,floor  only one of them
`;

/** @throws Error that says what is wrong with the command line. */
export function optionsOf(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '3' },
      rounds: { type: 'string', default: '3' },
      'in-flight': { type: 'string' },
      students: { type: 'string' },
      events: { type: 'string', default: '20000' },
      rate: { type: 'string', default: '200' },
      sides: { type: 'string', default: SIDE_NAMES.join(',') },
    },
  });
  const inFlight = values['in-flight'];
  return {
    benches: positionals.length === 0 ? BENCH_NAMES : namesOf(positionals, BENCH_NAMES),
    sides: namesOf(values.sides.split(','), SIDE_NAMES),
    seconds: count(values.seconds, '--seconds'),
    rounds: count(values.rounds, '--rounds'),
    inFlight: inFlight?.split(',').map((text) => count(text, '--in-flight')),
    students: values.students === undefined ? undefined : count(values.students, '--students'),
    events: count(values.events, '--events'),
    rate: count(values.rate, '--rate'),
  };
}

function count(text: string, option: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new Error(`${option} ${text}: not a whole number above 0`);
}

function namesOf<Name extends string>(given: readonly string[], known: readonly Name[]): Name[] {
  return given.map((text) => {
    const name = known.find((candidate) => candidate === text);
    if (name === undefined) throw new Error(`${text}: not one of ${known.join(', ')}`);
    return name;
  });
}
