// What the list of students is asked for and gives.
import type { Uuid } from '../../kernel/ids.js';
import type { Currency } from '../../kernel/money.js';
import type { PaymentStatus } from '../payment-status.js';
import type { Stamp } from '../read-models.js';
import type { StudentSort, StudentStatus } from './student-list.conditions.js';

export type { StudentSort, StudentStatus } from './student-list.conditions.js';

/** An absent filter filters nothing; with a cursor it is the cursor's. */
export interface StudentListFilters {
  /** Words that must all occur in name or admission number, without regard to case or accents. */
  readonly q?: string | undefined;
  readonly class?: string | undefined;
  readonly status?: StudentStatus | undefined;
  readonly paymentStatus?: PaymentStatus | undefined;
  /** The term of the figures; the current one when absent. */
  readonly termId?: Uuid | undefined;
  /** `name` when absent; `-outstanding` is a top list and has no further pages. */
  readonly sort?: StudentSort | undefined;
  /** 1 … 200. */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Minor units. Charged is without what was cancelled: charged − adjusted − paid = outstanding. */
export interface TermBalance {
  readonly currency: Currency;
  readonly chargedMinor: bigint;
  readonly adjustedMinor: bigint;
  /** Allocated to charges of the term. */
  readonly paidMinor: bigint;
  readonly outstandingMinor: bigint;
  /** Of the whole account. */
  readonly creditMinor: bigint;
  readonly paymentStatus: PaymentStatus;
}

export interface StudentListItem {
  readonly id: Uuid;
  readonly admissionNo: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly class: string;
  readonly status: StudentStatus;
  readonly balance: TermBalance;
  /** Of the whole account; positive: the student owes the school. */
  readonly netMinor: bigint;
}

export interface StudentPage extends Stamp {
  readonly items: readonly StudentListItem[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
  /** The term of the figures; absent before one was opened. */
  readonly term?: { readonly id: Uuid; readonly name: string };
}
