// The list of students with what they owe: filtered, sorted, page by page (rule 18). Figures are of
// one term; credit and net belong to the whole account.
import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import { CLOCK, systemClock, type Clock } from '../../kernel/clock.js';
import type { Uuid } from '../../kernel/ids.js';
import { encodeCursor } from '../page-cursor.js';
import { minor, ReadModels, type Stamp } from '../read-models.js';
import {
  PageItems,
  PageJson,
  type PageContent,
  type PageForm,
  type UnstampedPage,
} from './page-content.js';
import { StudentPages } from './student-pages.js';
import { searchPatterns } from './search-text.js';
import { placeAfter, placeOf } from './student-list.cursor.js';
import type { StudentListFilters, StudentListItem, StudentPage } from './student-list.shapes.js';
import { listStatements, type ListRow, type TermRow } from './student-list.statement.js';

export type * from './student-list.shapes.js';
export type { PageContent } from './page-content.js';

const QUARTER_HOUR_MILLISECONDS = 15 * 60_000;

@Injectable()
export class StudentListQueries {
  constructor(
    private readonly readModels: ReadModels,
    private readonly pages: StudentPages<PageContent>,
    @Inject(CLOCK) private readonly clock: Clock = systemClock,
  ) {}

  /**
   * One page of students. O(page) for name and admission number, O(students) with `q`,
   * `paymentStatus` or `-outstanding`.
   * @throws AppError `invalid`: `bad_cursor`; `unknown_term` for a term that does not exist.
   * Source: tables student, student_term, account, term.
   */
  async list(asked: StudentListFilters): Promise<StudentPage> {
    const { page, stamp } = await this.page(asked, PageItems);
    return page.stamped(stamp);
  }

  /** As `list`, as the JSON of the API's answer: amounts are numbers. */
  async listJson(asked: StudentListFilters): Promise<string> {
    const { page, stamp } = await this.page(asked, PageJson);
    return page.stamped(stamp);
  }

  private async page<Content extends PageContent>(
    asked: StudentListFilters,
    Form: PageForm<Content>,
  ): Promise<{ page: Content; stamp: Stamp }> {
    const keepable = isKeepable(asked);
    const key = JSON.stringify({ ...asked, form: Form.form, quarter: this.quarterHour() });
    const known = keepable ? this.pages.find(key) : undefined;
    if (known?.page instanceof Form) return { page: known.page, stamp: known.stamp };
    const { era } = this.pages;
    const { content, stamp, schema } = await this.read(asked);
    const page = new Form(content);
    const students = content.items.map(({ id }) => id);
    if (keepable) this.pages.keep(key, { page, students, schema, position: stamp.position }, era);
    return { page, stamp };
  }

  private async read(
    asked: StudentListFilters,
  ): Promise<{ content: UnstampedPage; stamp: Stamp; schema: string }> {
    const { filters, after } = placeOf(asked);
    const { sort = 'name' } = filters;
    const { statements, parameters } = listStatements({
      termId: filters.termId,
      rows: asked.limit + 1,
      now: this.clock.now(),
      patterns: patternsOf(filters.q),
      class: filters.class,
      status: filters.status,
      paymentStatus: filters.paymentStatus,
      sort,
      after,
    });
    const { schema, answer } = await this.readModels.readVersion<{ items: ListRow; term: TermRow }>(
      statements,
      parameters,
    );
    const { items, term, ...stamp } = answer;
    if (filters.termId !== undefined && term[0] === undefined) throw unknownTerm(asked.termId);
    const page = items.slice(0, asked.limit);
    const nextCursor =
      items.length > page.length && sort !== '-outstanding'
        ? encodeCursor({ ...filters, sort, termId: term[0]?.id }, placeAfter(page, sort))
        : undefined;
    const content = {
      items: page.map(itemOf),
      ...(nextCursor === undefined ? {} : { nextCursor }),
      ...(term[0] === undefined ? {} : { term: term[0] }),
    };
    return { content, stamp, schema };
  }

  /** Days end on one in every zone, and with a day a class may end: no page is kept beyond it. */
  private quarterHour(): number {
    return Math.floor(this.clock.now().getTime() / QUARTER_HOUR_MILLISECONDS);
  }
}

/** A search for nothing would be the whole list. @throws AppError `invalid` (`invalid_value`). */
function patternsOf(q: string | undefined): string[] {
  const patterns = q === undefined ? [] : searchPatterns(q);
  if (q === undefined || patterns.length > 0) return patterns;
  const message = 'holds nothing that could be found in a name';
  throw new AppError('invalid', `q ${message}.`, {
    code: 'invalid_value',
    errors: [{ path: 'q', code: 'invalid_value', message }],
  });
}

/** Whom a list by figures holds changes with figures of students whom it does not hold. */
function isKeepable({ paymentStatus, sort }: StudentListFilters): boolean {
  return paymentStatus === undefined && sort !== '-outstanding';
}

function itemOf(row: ListRow): StudentListItem {
  const { id, admissionNo, givenName, familyName, status } = row;
  return {
    id,
    admissionNo,
    givenName,
    familyName,
    class: row.class,
    status,
    balance: {
      currency: row.currency,
      chargedMinor: minor(row.chargedMinor),
      adjustedMinor: minor(row.adjustedMinor),
      paidMinor: minor(row.paidMinor),
      outstandingMinor: minor(row.outstandingMinor),
      creditMinor: minor(row.creditMinor),
      paymentStatus: row.paymentStatus,
    },
    netMinor: minor(row.netMinor),
  };
}

function unknownTerm(termId: Uuid | undefined): AppError {
  return new AppError('invalid', `There is no term ${termId}.`, {
    code: 'unknown_term',
    errors: [{ path: 'termId', code: 'unknown_term', message: 'is no term of this school' }],
  });
}
