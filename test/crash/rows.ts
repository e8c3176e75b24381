// The rows of the crash matrix, and which of them die in the same kill. Rows have nothing to do with
// each other, so one kill -9 serves several; each is cut at its own append.
import type { MatrixRow } from './matrix.js';
import type { AppendUnderTest, ProcessUnderTest } from './process-under-test.js';
import { CHARGE_RUN, CHARGE_RUN_WITH_A_FAILURE, LONG_CHARGE_RUN } from './processes/charge-runs.js';
import {
  PAYMENT,
  PAYMENT_OVER_A_DEAD_CLAIM,
  PAYMENT_WITH_REFERENCE,
} from './processes/payments.js';
import { REGISTRATION, REGISTRATION_OVER_A_DEAD_CLAIM } from './processes/students.js';

export const PROCESSES: readonly ProcessUnderTest[] = [
  REGISTRATION,
  REGISTRATION_OVER_A_DEAD_CLAIM,
  PAYMENT,
  PAYMENT_WITH_REFERENCE,
  PAYMENT_OVER_A_DEAD_CLAIM,
  CHARGE_RUN,
  CHARGE_RUN_WITH_A_FAILURE,
  LONG_CHARGE_RUN,
];

export interface Row {
  readonly title: string;
  readonly process: ProcessUnderTest;
  readonly append: AppendUnderTest;
  /** Number of the append that is the last one before the kill. */
  readonly after: number;
  /** As printed; what was found is filled in by the tests. */
  readonly printed: MatrixRow;
}

export const ROWS: readonly Row[] = PROCESSES.flatMap((process) =>
  process.appends.map((append, i) => {
    const what = `${i + 1} ${shortened(append.writes)}`;
    const found = { sameKey: 'FAILED', nobody: 'FAILED' };
    return {
      title: `${process.name}, killed after ${what}`,
      process,
      append,
      after: i + 1,
      printed: { process: process.name, append: what, ...found },
    };
  }),
);

/** A command whose answer is kept holds one of the gate's two connections. */
const ROWS_A_KILL_MAX = 2;

export const KILL_ROUNDS: readonly (readonly Row[])[] = roundsOf(ROWS);

/** Rows of a receipt come last in a round: its book waits for the answer that is kept. */
function roundsOf(rows: readonly Row[]): Row[][] {
  const isReceipt = ({ append }: Row) => append.writes.includes('ReceiptIssued');
  const count = Math.ceil(rows.length / ROWS_A_KILL_MAX);
  const rounds = Array.from({ length: count }, (): Row[] => []);
  const inTurn = [...rows.filter((row) => !isReceipt(row)), ...rows.filter(isReceipt)];
  for (const [i, row] of inTurn.entries()) rounds[i % count]?.push(row);
  return rounds;
}

/** `ChargeRaised × 2` for one that stands there twice. */
function shortened(types: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, n]) => (n === 1 ? type : `${type} × ${n}`)).join(', ');
}
