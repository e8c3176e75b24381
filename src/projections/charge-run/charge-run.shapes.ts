// What a charge run looks like to its readers. Amounts are minor units of the school's currency.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { ReasonCode } from '../../modules/billing/index.js';

export type ChargeRunStatus = 'planned' | 'running' | 'completed' | 'cancelled';

export interface ChargeRunProgress {
  readonly id: Uuid;
  readonly termId: Uuid;
  readonly class?: string;
  readonly effectiveDate: LocalDate;
  readonly status: ChargeRunStatus;
  /** Students of the run. */
  readonly total: number;
  /** Students that are through, failed ones among them. */
  readonly done: number;
  readonly failed: number;
  /** All that it charged, whatever was cancelled since. */
  readonly chargedMinor: bigint;
  readonly plannedAt: Date;
  /** Of a cancelled run alone. */
  readonly cancellation?: ChargeRunCancellation;
}

export interface ChargeRunCancellation {
  readonly reasonCode: ReasonCode | 'never_committed';
  /** From when its charges count no more; absent for a plan that was put away. */
  readonly effectiveDate?: LocalDate;
  /** Students whose charges of the run are all cancelled by now. */
  readonly undone: number;
  /** What is cancelled of its charges by now; an adjustment that lowered one is not in it. */
  readonly undoneMinor: bigint;
  /** Whatever it charged is cancelled, or reported student by student. */
  readonly finished: boolean;
}

export interface ChargeRunStudent {
  readonly studentId: Uuid;
  readonly givenName: string;
  readonly familyName: string;
  readonly result: 'waiting' | 'charged' | 'failed';
  readonly failureCode?: string;
  readonly expectedNetMinor: bigint;
  readonly chargedMinor: bigint;
  /** All that the run charged this student is cancelled. */
  readonly undone?: true;
}
