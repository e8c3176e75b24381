// What the pages of terms and fees need.
import type { LocalDate } from '../kernel/local-date.js';
import type { FormView } from './form-view-models.js';
import type { AsOf } from './view-models.js';

export interface TermRow {
  readonly id: string;
  readonly name: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly status: 'scheduled' | 'open' | 'closing' | 'closed';
  readonly current: boolean;
  /** Without what was cancelled. */
  readonly chargedMinor: bigint;
  readonly collectedMinor: bigint;
  readonly outstandingMinor: bigint;
}

export interface TermsView {
  /** Absent before the first term was scheduled. */
  readonly schoolYear?: string;
  /** The others that have terms, newest first. */
  readonly otherYears: readonly string[];
  readonly asOf: AsOf;
  readonly rows: readonly TermRow[];
  /** Absent for those who may not schedule one. */
  readonly form?: FormView;
}

/** A line of a fee schedule as it is read. */
export interface FeeLineRow {
  /** Absent: every class without a line of its own for the fee. */
  readonly class?: string;
  readonly feeCode: string;
  readonly description: string;
  readonly amountMinor: bigint;
  /** One day, or one for each instalment. */
  readonly dueOn: readonly LocalDate[];
  readonly priority: number;
}

/** A line as it was typed. */
export interface FeeLineValues {
  readonly class: string;
  readonly feeCode: string;
  readonly description: string;
  readonly amount: string;
  readonly priority: string;
  readonly dueOn: readonly string[];
}

export interface FeeScheduleForm {
  readonly path: string;
  readonly idempotencyKey: string;
  /** The version that is edited; 0 before the first. */
  readonly version: number;
  readonly lines: readonly FeeLineValues[];
  readonly problem?: FormView['problem'];
}

export interface FeeScheduleView {
  readonly term: { readonly id: string; readonly name: string };
  readonly asOf: AsOf;
  /** 0 before the first publication. */
  readonly version: number;
  readonly lines: readonly FeeLineRow[];
  /** The version that was just published. */
  readonly published?: number;
  /** Other terms whose fees can be taken as a start. */
  readonly copies: readonly { readonly termId: string; readonly name: string }[];
  /** Absent for those who may not publish, and for a schedule that is too long for a form. */
  readonly form?: FeeScheduleForm;
  readonly tooLong: boolean;
}
