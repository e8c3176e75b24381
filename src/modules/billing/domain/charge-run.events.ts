// A charge run from its plan to its end, stream `chargeRun-<chargeRunId>`. ChargeRunCommitted is the
// promise: whatever was frozen before it will be charged, or reported student by student.
import type { Fact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { ReasonCode } from './reasons.js';

export interface ChargeRunPlannedData {
  readonly termId: Uuid;
  /** Absent: every class. */
  readonly class?: string;
  readonly effectiveDate: LocalDate;
  readonly feeScheduleVersion: string;
  /** SHA-256 of the canonical JSON of all students with their lines, hex. */
  readonly digest: string;
  /** How many students have something to charge. */
  readonly students: string;
  readonly lines: string;
  readonly totalMinor: string;
  /** Log index that the plan was made at. */
  readonly plannedAtIndex: string;
}

export interface ChargeRunLine {
  readonly feeCode: string;
  readonly description: string;
  readonly amountMinor: string;
  readonly dueOn: LocalDate;
  readonly priority: string;
  readonly instalment?: { readonly no: string; readonly of: string };
}

export interface ChargeRunStudent {
  readonly studentId: Uuid;
  /** Sum of its lines, minor units. */
  readonly expectedNetMinor: string;
  readonly lines: readonly ChargeRunLine[];
}

export interface ChargeRunChunkFrozenData {
  /** "1" … `of`. */
  readonly chunk: string;
  readonly of: string;
  readonly students: readonly ChargeRunStudent[];
}

export interface ChargeRunCommittedData {
  readonly digest: string;
}

export interface ChargeRunStudentFailedData {
  readonly studentId: Uuid;
  /** Stable, snake_case. */
  readonly code: string;
}

export interface ChargeRunCompletedData {
  /** Students: charged by this run, found charged already, failed. */
  readonly charged: string;
  readonly alreadyCharged: string;
  readonly failed: string;
  /** What this run charged, minor units. */
  readonly totalMinor: string;
}

/** A plan that was never committed, put away; or a committed run whose charges are to be undone. */
export interface ChargeRunCancelledData {
  readonly reasonCode: ReasonCode | 'never_committed';
  /** From when the charges count no more; absent for a plan that was put away. */
  readonly effectiveDate?: LocalDate;
}

/** The end of a cancelled run: whatever it charged is cancelled, or reported student by student. */
export interface ChargeRunUndoneData {
  /** Students: with charges of this run that are cancelled now, and those that failed. */
  readonly cancelled: string;
  readonly failed: string;
}

export type ChargeRunPlanned = Fact<'ChargeRunPlanned', ChargeRunPlannedData>;
export type ChargeRunChunkFrozen = Fact<'ChargeRunChunkFrozen', ChargeRunChunkFrozenData>;
export type ChargeRunCommitted = Fact<'ChargeRunCommitted', ChargeRunCommittedData>;
export type ChargeRunStudentFailed = Fact<'ChargeRunStudentFailed', ChargeRunStudentFailedData>;
export type ChargeRunCompleted = Fact<'ChargeRunCompleted', ChargeRunCompletedData>;
export type ChargeRunCancelled = Fact<'ChargeRunCancelled', ChargeRunCancelledData>;
export type ChargeRunUndone = Fact<'ChargeRunUndone', ChargeRunUndoneData>;

export type ChargeRunFact =
  | ChargeRunPlanned
  | ChargeRunChunkFrozen
  | ChargeRunCommitted
  | ChargeRunStudentFailed
  | ChargeRunCompleted
  | ChargeRunCancelled
  | ChargeRunUndone;

export function chargeRunStreamOf(chargeRunId: Uuid): string {
  return `chargeRun-${chargeRunId}`;
}
