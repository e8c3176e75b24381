// Terms and which one is current: the one that was opened last.
import { Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { ReadModels, type Stamp } from '../read-models.js';
import { schoolDay } from '../student-class.js';
import {
  classFiguresOf,
  classSums,
  figuresOf,
  termSums,
  type ClassFigures,
  type ClassSumsRow,
  type TermFigures,
  type TermSumsRow,
} from '../term-figures.js';

export type TermStatus = 'scheduled' | 'open' | 'closing' | 'closed';

export interface Term {
  readonly id: Uuid;
  readonly schoolYear: string;
  readonly name: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly status: TermStatus;
  readonly current: boolean;
}

export interface TermSummary {
  readonly term: Term;
  readonly totals: TermFigures;
  readonly byClass: readonly ClassFigures[];
}

type SummaryRows = { items: Term; sums: TermSumsRow; classes: ClassSumsRow };

@Injectable()
export class TermQueries {
  constructor(private readonly readModels: ReadModels) {}

  /** All terms, earliest first. Source: table term. */
  async list(): Promise<Stamp & { readonly items: readonly Term[] }> {
    return this.readModels.read<{ items: Term }>((schema) => ({ items: statement(schema) }));
  }

  /** @throws AppError `not_found` (`term_not_found`). */
  async find(termId: Uuid): Promise<Stamp & { readonly term: Term }> {
    const { items, ...stamp } = await this.list();
    const term = items.find(({ id }) => id === termId);
    if (term === undefined) throw termNotFound(termId);
    return { ...stamp, term };
  }

  /**
   * A term with what it adds up to: the figures of the dashboard. O(students).
   * @param now  Decides who is in which class, in the school's time zone.
   * @throws AppError `not_found` (`term_not_found`).
   * Source: tables term, student_term, student.
   */
  async summary(termId: Uuid, now: Date): Promise<Stamp & TermSummary> {
    const answer = await this.readModels.read<SummaryRows>(summaryStatements, [
      termId,
      now.toISOString(),
    ]);
    const { items, sums, classes, ...stamp } = answer;
    const term = items.find(({ id }) => id === termId);
    if (term === undefined) throw termNotFound(termId);
    const totals = figuresOf(sums[0]);
    return { ...stamp, term, totals, byClass: classFiguresOf(classes, totals) };
  }

  /** The current term; absent before the first one was opened. */
  async current(): Promise<Stamp & { readonly term?: Term }> {
    const { items, ...stamp } = await this.list();
    const term = items.find(({ current }) => current);
    return { ...stamp, ...(term === undefined ? {} : { term }) };
  }
}

/** Parameters: $1 the term, $2 the present instant. */
function summaryStatements(schema: string): Record<keyof SummaryRows, string> {
  const term = '$1::uuid';
  return {
    items: statement(schema),
    sums: termSums(schema, term),
    classes: classSums(schema, { term, day: schoolDay(schema, '$2::timestamptz') }),
  };
}

function termNotFound(termId: Uuid): AppError {
  return new AppError('not_found', `There is no term ${termId}.`, { code: 'term_not_found' });
}

function statement(schema: string): string {
  return `select term_id as id, school_year as "schoolYear", name, starts_on as "startsOn",
      ends_on as "endsOn", status,
      opened_index is not null
        and opened_index = (select max(opened_index) from ${schema}.term) as current
    from ${schema}.term order by starts_on, term_id`;
}
