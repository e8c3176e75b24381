// What the pages of charge runs need: what a run would charge, and how far one is.
import type { LocalDate } from '../kernel/local-date.js';
import type { FormProblem } from './form-view-models.js';
import type { AsOf } from './view-models.js';

export interface PreviewRow {
  readonly studentId: string;
  readonly name: string;
  readonly class: string;
  /** By fee code, instalments together; only what will be charged. */
  readonly byFee: ReadonlyMap<string, bigint>;
  readonly chargedMinor: bigint;
  /** Balance of the whole account. */
  readonly nowMinor: bigint;
  readonly afterMinor: bigint;
}

export interface PreviewProblem {
  readonly studentId: string;
  readonly name: string;
  readonly class: string;
  /** Stable code of why nothing can be charged. */
  readonly code: string;
}

export interface ChargeRunPreviewView {
  readonly term: { readonly id: string; readonly name: string };
  readonly asOf: AsOf;
  readonly class: string;
  readonly effectiveDate: string;
  readonly today: LocalDate;
  /** Whether fees are published at all. */
  readonly hasFees: boolean;
  readonly rows: readonly PreviewRow[];
  readonly problems: readonly PreviewProblem[];
  /** Of the whole run, not of the rows that are shown. */
  readonly totals: {
    readonly students: number;
    readonly charges: number;
    readonly amountMinor: bigint;
    readonly problems: number;
  };
  /** The last student of this page, when others follow. */
  readonly nextFrom?: string;
  /** Whether this page follows an earlier one. */
  readonly continued: boolean;
  readonly digest: string;
  readonly idempotencyKey: string;
  readonly problem?: FormProblem;
}

export interface RunRow {
  readonly studentId: string;
  readonly name: string;
  readonly result: 'waiting' | 'charged' | 'failed';
  readonly failureCode?: string;
  readonly chargedMinor: bigint;
}

export interface ChargeRunView {
  readonly id: string;
  readonly term: { readonly id: string; readonly name: string };
  readonly class?: string;
  readonly effectiveDate: LocalDate;
  readonly plannedAt: Date;
  readonly status: 'planned' | 'running' | 'completed' | 'cancelled';
  /** Students. */
  readonly total: number;
  /** Failed ones among them. */
  readonly done: number;
  readonly failed: number;
  readonly chargedMinor: bigint;
  /** Failed ones first; cut off when there are very many. */
  readonly rows: readonly RunRow[];
  readonly rowsLeftOut: number;
  readonly asOf: AsOf;
  readonly mayCancel: boolean;
}
