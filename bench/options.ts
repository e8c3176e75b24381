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
  /** Of each school whose list is asked for; absent: the bench's own. */
  readonly listStudents: readonly number[] | undefined;
  /** Length of the log that `rebuild` reads, at least. */
  readonly events: number;
  /** Payments a second beside the list. */
  readonly rate: number;
}

export const USAGE = `npm run bench -- [payments] [list] [visible] [rebuild]     without a name: all

  --quick                    one short round of everything, small schools, a short log
  --seconds 5                of one run
  --rounds 3                 runs of each scenario on each side, taking turns; medians are quoted
  --in-flight 16             requests at a time; several: 1,16,64
  --students N               in each school (payments 2000; visible and rebuild 200)
  --list-students 1000,100000  in each school whose list is asked for
  --events 200000            length of the log for rebuild
  --rate 200                 payments a second beside the list
  --sides ours,floor,emmett  only some of them
`;

const KNOWN = {
  quick: { type: 'boolean' },
  seconds: { type: 'string' },
  rounds: { type: 'string' },
  'in-flight': { type: 'string' },
  students: { type: 'string' },
  'list-students': { type: 'string' },
  events: { type: 'string' },
  rate: { type: 'string' },
  sides: { type: 'string' },
} as const;

const DEFAULTS = {
  seconds: '5',
  rounds: '3',
  events: '200000',
  rate: '200',
  sides: SIDE_NAMES.join(','),
};
const QUICK = {
  seconds: '1',
  rounds: '1',
  events: '20000',
  students: '200',
  'list-students': '1000,5000',
};

/** @throws Error that says what is wrong with the command line. */
export function optionsOf(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: KNOWN,
  });
  const given = { ...DEFAULTS, ...(values.quick === true ? QUICK : {}), ...values };
  return {
    benches: positionals.length === 0 ? BENCH_NAMES : namesOf(positionals, BENCH_NAMES),
    sides: namesOf(given.sides.split(','), SIDE_NAMES),
    seconds: count(given.seconds, '--seconds'),
    rounds: count(given.rounds, '--rounds'),
    inFlight: counts(given['in-flight'], '--in-flight'),
    students: given.students === undefined ? undefined : count(given.students, '--students'),
    listStudents: counts(given['list-students'], '--list-students'),
    events: count(given.events, '--events'),
    rate: count(given.rate, '--rate'),
  };
}

function counts(text: string | undefined, option: string): number[] | undefined {
  return text?.split(',').map((part) => count(part, option));
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
