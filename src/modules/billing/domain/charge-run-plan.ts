// What a charge run would charge, and how it is frozen: the same plan makes the same lines in the same
// order, so that a digest proves it.
import type { Uuid } from '../../../kernel/ids.js';
import { amountFromEvent, amountToEvent, sum } from '../../../kernel/money.js';
import type { ChargeRunLine, ChargeRunStudent } from './charge-run.events.js';
import type { TermFee } from './charge-term-fees.js';

/** What a run would charge one student; `problem` names why it can't. */
export interface PlannedStudent {
  readonly studentId: Uuid;
  readonly lines: readonly ChargeRunLine[];
  readonly problem?: string;
}

/** Fees as a run freezes them. */
export function runLineOf(fee: TermFee): ChargeRunLine {
  const { feeCode, description, amountMinor, dueOn, priority, instalment } = fee;
  return {
    feeCode,
    description,
    amountMinor: amountToEvent(amountMinor),
    dueOn,
    priority: String(priority),
    ...(instalment === undefined
      ? {}
      : { instalment: { no: String(instalment.no), of: String(instalment.of) } }),
  };
}

/** A frozen line as the fee that an account is charged. */
export function feeOfLine(line: ChargeRunLine): TermFee {
  const { feeCode, description, dueOn, instalment } = line;
  return {
    feeCode,
    description,
    amountMinor: amountFromEvent(line.amountMinor),
    dueOn,
    priority: Number(line.priority),
    ...(instalment === undefined
      ? {}
      : { instalment: { no: Number(instalment.no), of: Number(instalment.of) } }),
  };
}

/** Those who have something to charge, in frozen order: by student id. */
export function frozenStudents(planned: readonly PlannedStudent[]): ChargeRunStudent[] {
  return planned
    .filter((student) => student.problem === undefined && student.lines.length > 0)
    .map(({ studentId, lines }) => ({ studentId, expectedNetMinor: totalOf(lines), lines }))
    .sort((a, b) => (a.studentId < b.studentId ? -1 : 1));
}

/** Totals of a plan; the amount in minor units. */
export function planTotals(students: readonly ChargeRunStudent[]): {
  students: number;
  charges: number;
  amountMinor: bigint;
} {
  return {
    students: students.length,
    charges: students.reduce((count, student) => count + student.lines.length, 0),
    amountMinor: sum(students.map((student) => BigInt(student.expectedNetMinor))),
  };
}

/** One student's fees can add up beyond one fact's limit, so the sum is plain decimal text. */
function totalOf(lines: readonly ChargeRunLine[]): string {
  return sum(lines.map((line) => amountFromEvent(line.amountMinor))).toString();
}
