// What the school expects, has and misses in one term, from the same rows as the lists, so every
// figure can be opened into rows that add up to it (rule 19).
import { Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import { present } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { PaymentStatus } from '../payment-status.js';
import { minor, ReadModels, type Stamp } from '../read-models.js';
import { classFiguresOf, figuresOf, type ClassFigures, type TermFigures } from '../term-figures.js';
import { dashboardStatements, type DashboardRows, type TodaySums } from './dashboard.statements.js';

export type { TermFigures } from '../term-figures.js';

export interface DashboardFigures extends Stamp, TermFigures {
  /** Absent before a term was opened; the figures are then zero. */
  readonly term?: {
    readonly id: Uuid;
    readonly name: string;
    readonly startsOn: LocalDate;
    readonly endsOn: LocalDate;
    readonly status: string;
  };
  /** Credit that is not applied, of all accounts. */
  readonly creditMinor: bigint;
  readonly byClass: readonly ClassFigures[];
  /** Active students and everybody with a charge in the term. */
  readonly byStatus: readonly { readonly status: PaymentStatus; readonly students: number }[];
  /** What was recorded on the school's present day. */
  readonly today: {
    readonly date: LocalDate;
    readonly byMethod: readonly TodayRow<{ readonly method: string }>[];
    /** By who recorded it; a reversal or a refund counts for who made it. */
    readonly byCashier: readonly TodayRow<{ readonly principal: string }>[];
  };
  /** At most ten. */
  readonly topArrears: readonly Arrears[];
}

/** Minor units: amount = received − reversed − refunded, each recorded on that day. */
export interface TodayAmounts {
  readonly amountMinor: bigint;
  readonly receivedMinor: bigint;
  readonly reversedMinor: bigint;
  readonly refundedMinor: bigint;
}

/** With how many payments were recorded on that day, later reversed ones among them. */
export type TodayRow<T> = T & TodayAmounts & { readonly payments: number };

export interface Arrears {
  readonly studentId: Uuid;
  readonly givenName: string;
  readonly familyName: string;
  readonly class: string;
  readonly outstandingMinor: bigint;
}

@Injectable()
export class DashboardQueries {
  constructor(private readonly readModels: ReadModels) {}

  /**
   * Figures of a term, of the current one when none is named. O(students).
   * @param now  Decides what is today's, and who is in which class, in the school's time zone.
   * @throws AppError `not_found` (`term_not_found`).
   */
  async figures(termId: Uuid | undefined, now: Date): Promise<DashboardFigures> {
    const parameters = [termId ?? null, now.toISOString()];
    const answer = await this.readModels.read<DashboardRows>(dashboardStatements, parameters);
    const { term, totals, byClass, byStatus, school, methods, cashiers, ...rest } = answer;
    if (termId !== undefined && term[0] === undefined) throw termNotFound(termId);
    const { creditMinor, today } = present(school[0], 'the sums of the school');
    const figures = figuresOf(totals[0]);
    return {
      ...rest,
      ...(term[0] === undefined ? {} : { term: term[0] }),
      ...figures,
      creditMinor: minor(creditMinor),
      byStatus,
      byClass: classFiguresOf(byClass, figures),
      today: { date: today, byMethod: methods.map(todayOf), byCashier: cashiers.map(todayOf) },
      topArrears: rest.topArrears.map(arrearsOf),
    };
  }
}

function todayOf<T extends TodaySums>(row: T): Omit<T, keyof TodayAmounts> & TodayAmounts {
  const { amountMinor, receivedMinor, reversedMinor, refundedMinor, ...rest } = row;
  return {
    ...rest,
    amountMinor: minor(amountMinor),
    receivedMinor: minor(receivedMinor),
    reversedMinor: minor(reversedMinor),
    refundedMinor: minor(refundedMinor),
  };
}

function arrearsOf(row: DashboardRows['topArrears']): Arrears {
  return { ...row, outstandingMinor: minor(row.outstandingMinor) };
}

function termNotFound(termId: Uuid): AppError {
  return new AppError('not_found', `There is no term ${termId}.`, { code: 'term_not_found' });
}
