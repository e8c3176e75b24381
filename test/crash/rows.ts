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
import { CORRECTION, CORRECTION_OVER_A_DEAD_CLAIM } from './processes/corrections.js';
import { REGISTRATION, REGISTRATION_OVER_A_DEAD_CLAIM } from './processes/students.js';
import { MOVE, RUN_CANCELLATION } from './processes/undoing.js';

export const PROCESSES: readonly ProcessUnderTest[] = [
  REGISTRATION,
  REGISTRATION_OVER_A_DEAD_CLAIM,
  CORRECTION,
  CORRECTION_OVER_A_DEAD_CLAIM,
  PAYMENT,
  PAYMENT_WITH_REFERENCE,
  PAYMENT_OVER_A_DEAD_CLAIM,
  MOVE,
  CHARGE_RUN,
  CHARGE_RUN_WITH_A_FAILURE,
  LONG_CHARGE_RUN,
  RUN_CANCELLATION,
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

/** An append that is made inside the gate, whose two connections wait for its answer. */
const INSIDE_THE_GATE: ReadonlySet<string> = new Set([
  'StudentRegistered',
  'StudentDetailsCorrected',
  'PaymentRecorded',
  'PaymentReversed',
  'ChargeRunPlanned',
  'ChargeRunChunkFrozen',
  'ChargeRunCancelled',
  'ChargeRaised',
  'ChargeCancelled',
]);
const GATE_CONNECTIONS = 2;

export const KILL_ROUNDS: readonly (readonly Row[])[] = roundsOf(ROWS);

/** Receipts come last in a round, one of them at most: the book waits for the answer that is kept. */
function roundsOf(rows: readonly Row[]): Row[][] {
  const isInside = ({ append }: Row) => append.writes.some((type) => INSIDE_THE_GATE.has(type));
  const isReceipt = ({ append }: Row) => append.writes.includes('ReceiptIssued');
  const inside = rows.filter(isInside);
  const outside = rows.filter((row) => !isInside(row) && !isReceipt(row));
  const count = Math.ceil(inside.length / GATE_CONNECTIONS);
  const rounds = Array.from({ length: count }, (): Row[] => []);
  for (const some of [inside, outside, rows.filter(isReceipt)]) {
    for (const [i, row] of some.entries()) rounds[i % count]?.push(row);
  }
  return rounds;
}

/** `ChargeRaised × 2` for one that stands there twice. */
function shortened(types: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, n]) => (n === 1 ? type : `${type} × ${n}`)).join(', ');
}
