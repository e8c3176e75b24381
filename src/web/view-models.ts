// What each page needs to be drawn, and nothing else. Amounts are minor units of the page's one
// currency; a view formats and adds up, it decides no rule.
import type { LocalDate } from '../kernel/local-date.js';
import type { Currency } from '../kernel/money.js';

/** What stands around every page: the school, who is signed in, which part of the site this is. */
export interface Frame {
  readonly schoolName: string;
  readonly currency: Currency;
  /** IANA name; every time on a page is local to the school. */
  readonly timeZone: string;
  /** Absent on the pages for people who are not signed in. */
  readonly user?: FrameUser;
}

export interface FrameUser {
  readonly displayName: string;
  /** Bursars and administrators: change terms and fees, undo and adjust. */
  readonly mayBill: boolean;
  /** Goes into every form that changes something. */
  readonly csrf: string;
}

/** The frame of a page for somebody who is signed in. */
export type SignedInFrame = Required<Frame>;

/** As of when, and up to which event of the log, the figures of a page count. */
export interface AsOf {
  readonly instant: Date;
  /** Log index: the n-th event of the books. */
  readonly position: number;
  /** Age of what the page shows against the log; absent when it was read from the log itself. */
  readonly lagSeconds?: number;
  /** Where the page can be read again. */
  readonly href: string;
  /** Students whose figures could not be brought up to date. */
  readonly incomplete?: number;
}

export type PaymentStatus = 'NOT_CHARGED' | 'UNPAID' | 'PARTIAL' | 'PAID' | 'CREDIT';

export interface TermView {
  readonly name: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly status: string;
}

export interface ArrearsRow {
  readonly studentId: string;
  readonly name: string;
  readonly class: string;
  readonly outstandingMinor: bigint;
}

export interface DashboardView {
  /** Absent before the first term is open. */
  readonly term?: TermView;
  readonly asOf: AsOf;
  readonly chargedMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly collectedMinor: bigint;
  readonly outstandingMinor: bigint;
  readonly creditMinor: bigint;
  readonly byStatus: readonly { readonly status: PaymentStatus; readonly students: number }[];
  readonly topArrears: readonly ArrearsRow[];
}

export type StudentStatus = 'active' | 'withdrawn' | 'graduated';
export type StudentSort = 'name' | 'admissionNo' | '-outstanding';

/** The filters of the list as they stand in the address; an absent one filters nothing. */
export interface StudentFilter {
  readonly q?: string;
  readonly class?: string;
  readonly status?: StudentStatus;
  readonly paymentStatus?: PaymentStatus;
  readonly sort: StudentSort;
}

export interface StudentRow {
  readonly id: string;
  readonly name: string;
  readonly admissionNo: string;
  readonly class: string;
  readonly chargedMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly paidMinor: bigint;
  readonly outstandingMinor: bigint;
  readonly creditMinor: bigint;
  /** Of the whole account; positive: the student owes the school. */
  readonly netMinor: bigint;
  readonly paymentStatus: PaymentStatus;
}

export interface StudentsView {
  readonly term?: Pick<TermView, 'name'>;
  readonly asOf: AsOf;
  readonly filter: StudentFilter;
  readonly rows: readonly StudentRow[];
  /** Whether these rows follow an earlier page. */
  readonly continued: boolean;
  /** Whether these rows are everybody who was found; a list of the highest arrears is cut off. */
  readonly complete: boolean;
  readonly nextCursor?: string;
}

/** An error as the problem document has it. */
export interface ProblemView {
  readonly status: number;
  readonly code: string;
  readonly title?: string;
  readonly detail?: string;
  readonly effect?: 'none' | 'unknown';
  readonly retryAfterSeconds?: number;
  readonly requestId?: string;
  /** Path that was asked for. */
  readonly instance?: string;
}
