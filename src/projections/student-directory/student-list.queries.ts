// The list of students with what they owe: filtered, sorted, page by page (rule 18). Figures are of
// one term; credit and net belong to the whole account.
import { Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import type { Currency } from '../../kernel/money.js';
import { apiShape } from '../api-shape.js';
import { badCursor, decodeCursor, encodeCursor, type Filters } from '../page-cursor.js';
import type { PaymentStatus } from '../payment-status.js';
import { minor, ReadModels, type Stamp } from '../read-models.js';
import { StudentPages } from './student-pages.js';
import { searchPatterns } from './search-text.js';
import {
  listStatements,
  type ListRow,
  type StudentSort,
  type StudentStatus,
  type TermRow,
} from './student-list.statement.js';

export type { StudentSort, StudentStatus } from './student-list.statement.js';

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

/** Of a page what does not change with the time of asking; kept while it is right. */
export class PageContent {
  private text: string | undefined;

  constructor(readonly content: Omit<StudentPage, keyof Stamp>) {}

  /** JSON of the API's answer; the part without the stamp is written once. */
  json(stamp: Stamp): string {
    this.text ??= JSON.stringify(apiShape(this.content));
    return `${this.text.slice(0, -1)},${JSON.stringify(stamp).slice(1)}`;
  }
}

@Injectable()
export class StudentListQueries {
  constructor(
    private readonly readModels: ReadModels,
    private readonly pages: StudentPages<PageContent>,
  ) {}

  /**
   * One page of students. O(page) for name and admission number, O(students) with `q`,
   * `paymentStatus` or `-outstanding`.
   * @throws AppError `invalid`: `bad_cursor`; `unknown_term` for a term that does not exist.
   * Source: tables student, student_term, account, term.
   */
  async list(asked: StudentListFilters): Promise<StudentPage> {
    const { page, stamp } = await this.page(asked);
    return { ...page.content, ...stamp };
  }

  /** As `list`, as the JSON of the API's answer: amounts are numbers. */
  async listJson(asked: StudentListFilters): Promise<string> {
    const { page, stamp } = await this.page(asked);
    return page.json(stamp);
  }

  private async page(asked: StudentListFilters): Promise<{ page: PageContent; stamp: Stamp }> {
    if (!isKeepable(asked)) return this.read(asked);
    const key = JSON.stringify(asked);
    const known = this.pages.find(key);
    if (known !== undefined) return known;
    const { era } = this.pages;
    const read = await this.read(asked);
    const students = read.page.content.items.map(({ id }) => id);
    const { schema, stamp } = read;
    this.pages.keep(key, { page: read.page, students, schema, position: stamp.position }, era);
    return read;
  }

  private async read(
    asked: StudentListFilters,
  ): Promise<{ page: PageContent; stamp: Stamp; schema: string }> {
    const { filters, after } = placeOf(asked);
    const sort = (filters['sort'] ?? 'name') as StudentSort;
    const { statements, parameters } = listStatements({
      termId: filters['termId'],
      rows: asked.limit + 1,
      patterns: searchPatterns(filters['q'] ?? ''),
      class: filters['class'],
      status: filters['status'],
      paymentStatus: filters['paymentStatus'],
      sort,
      after,
    });
    const { schema, answer } = await this.readModels.readVersion<{ items: ListRow; term: TermRow }>(
      statements,
      parameters,
    );
    const { items, term, ...stamp } = answer;
    if (filters['termId'] !== undefined && term[0] === undefined) throw unknownTerm(asked.termId);
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
    return { page: new PageContent(content), stamp, schema };
  }
}

/** Whom a list by figures holds changes with figures of students whom it does not hold. */
function isKeepable({ paymentStatus, sort }: StudentListFilters): boolean {
  return paymentStatus === undefined && sort !== '-outstanding';
}

function placeOf(asked: StudentListFilters): { filters: Filters; after?: [string, Uuid] } {
  const { limit: _limit, cursor, ...given } = asked;
  if (cursor === undefined) return { filters: given };
  const { filters, after } = decodeCursor(cursor, given);
  if (filters['sort'] === '-outstanding') throw badCursor('belongs to a list without pages');
  return { filters, after };
}

function placeAfter(page: readonly ListRow[], sort: StudentSort): [string, Uuid] {
  const last = page.at(-1);
  if (last === undefined) throw badCursor('has no rows before it');
  return [sort === 'admissionNo' ? last.admissionNo : last.sortName, last.id];
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
