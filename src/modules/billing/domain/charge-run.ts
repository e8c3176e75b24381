// A charge run: planned, frozen, committed, worked off, completed. What was frozen is what is
// charged; what each account holds already decides what is left to do (rule 8).
import { absurd } from '../../../kernel/assert.js';
import type { Fold, NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import { amountFromEvent, amountToEvent, sum } from '../../../kernel/money.js';
import type {
  ChargeRunCompletedData,
  ChargeRunFact,
  ChargeRunLine,
  ChargeRunPlannedData,
  ChargeRunStudent,
} from './charge-run.events.js';
import type { TermFee } from './charge-term-fees.js';

export interface ChargeRun {
  readonly plan: ChargeRunPlannedData | undefined;
  /** In frozen order. */
  readonly students: readonly ChargeRunStudent[];
  readonly chunks: number;
  readonly committed: boolean;
  /** Student → code of the failure. */
  readonly failed: ReadonlyMap<Uuid, string>;
  readonly completed: ChargeRunCompletedData | undefined;
  readonly cancelled: boolean;
}

export const chargeRunFold: Fold<ChargeRun, ChargeRunFact> = {
  initialState: {
    plan: undefined,
    students: [],
    chunks: 0,
    committed: false,
    failed: new Map(),
    completed: undefined,
    cancelled: false,
  },
  evolve,
};

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

/** A plan that nobody committed is put away; nothing for one that was, or was put away before. */
export function putAway(run: ChargeRun): NewFact<ChargeRunFact>[] {
  if (run.committed || run.cancelled) return [];
  return [{ type: 'ChargeRunCancelled', data: { reasonCode: 'never_committed' } }];
}

export type ChargeRunStatus = 'running' | 'completed' | 'cancelled';

function evolve(run: ChargeRun, fact: ChargeRunFact): ChargeRun {
  switch (fact.type) {
    case 'ChargeRunPlanned':
      return { ...run, plan: fact.data };
    case 'ChargeRunChunkFrozen': {
      const students = [...run.students, ...fact.data.students];
      return { ...run, students, chunks: run.chunks + 1 };
    }
    case 'ChargeRunCommitted':
      return { ...run, committed: true };
    case 'ChargeRunStudentFailed': {
      const { studentId, code } = fact.data;
      return { ...run, failed: new Map(run.failed).set(studentId, code) };
    }
    case 'ChargeRunCompleted':
      return { ...run, completed: fact.data };
    case 'ChargeRunCancelled':
      return { ...run, cancelled: true };
    default:
      return absurd(fact);
  }
}

/** One student's fees can add up beyond one fact's limit, so the sum is plain decimal text. */
function totalOf(lines: readonly ChargeRunLine[]): string {
  return sum(lines.map((line) => amountFromEvent(line.amountMinor))).toString();
}
