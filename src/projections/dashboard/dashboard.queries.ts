// What the school expects, has and misses in one term, from the same rows as the lists, so every
// figure can be opened into rows that add up to it (rule 19).
import { Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { PaymentStatus } from '../payment-status.js';
import { minor, ReadModels, type Stamp } from '../read-models.js';
import { dashboardStatements, type DashboardRows } from './dashboard.statements.js';

/** Minor units. Expected = charged − cancelled − adjusted = collected + outstanding. */
export interface TermFigures {
  readonly chargedMinor: bigint;
  readonly cancelledMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly expectedMinor: bigint;
  /** Allocated to the term's charges. */
  readonly collectedMinor: bigint;
  readonly outstandingMinor: bigint;
}

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
  readonly byClass: readonly (TermFigures & {
    readonly class: string;
    readonly students: number;
  })[];
  /** Active students and everybody with a charge in the term. */
  readonly byStatus: readonly { readonly status: PaymentStatus; readonly students: number }[];
  /** Recorded on the school's present day, reversed ones left out. */
  readonly today: {
    readonly date: LocalDate;
    readonly byMethod: readonly TodayRow<{ readonly method: string }>[];
    readonly byCashier: readonly TodayRow<{ readonly principal: string }>[];
  };
  /** At most ten. */
  readonly topArrears: readonly Arrears[];
}

export type TodayRow<T> = T & { readonly amountMinor: bigint; readonly payments: number };

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
   * @param now  Decides which payments are today's, in the school's time zone.
   * @throws AppError `not_found` (`term_not_found`).
   */
  async figures(termId: Uuid | undefined, now: Date): Promise<DashboardFigures> {
    const answer = await this.readModels.read<DashboardRows>(dashboardStatements, [
      termId ?? null,
      now.toISOString(),
    ]);
    const { term, totals, byClass, byStatus, methods, cashiers, topArrears, ...stamp } = answer;
    if (termId !== undefined && term[0] === undefined) {
      throw new AppError('not_found', `There is no term ${termId}.`, { code: 'term_not_found' });
    }
    const { creditMinor = 0, today = now.toISOString().slice(0, 10) } = totals[0] ?? {};
    return {
      ...stamp,
      ...(term[0] === undefined ? {} : { term: term[0] }),
      ...figuresOf(totals[0]),
      creditMinor: minor(creditMinor),
      byClass: byClass.map((row) => ({
        class: row.class,
        students: row.students,
        ...figuresOf(row),
      })),
      byStatus,
      today: {
        date: today as LocalDate,
        byMethod: methods.map((row) => ({ ...row, amountMinor: minor(row.amountMinor) })),
        byCashier: cashiers.map((row) => ({ ...row, amountMinor: minor(row.amountMinor) })),
      },
      topArrears: topArrears.map((row) => ({
        ...row,
        outstandingMinor: minor(row.outstandingMinor),
      })),
    };
  }
}

function figuresOf(
  row: DashboardRows['totals'] | DashboardRows['byClass'] | undefined,
): TermFigures {
  const chargedMinor = minor(row?.chargedMinor ?? 0);
  const cancelledMinor = minor(row?.cancelledMinor ?? 0);
  const adjustedMinor = minor(row?.adjustedMinor ?? 0);
  const collectedMinor = minor(row?.collectedMinor ?? 0);
  const expectedMinor = chargedMinor - cancelledMinor - adjustedMinor;
  const outstandingMinor = expectedMinor - collectedMinor;
  return {
    chargedMinor,
    cancelledMinor,
    adjustedMinor,
    expectedMinor,
    collectedMinor,
    outstandingMinor,
  };
}
