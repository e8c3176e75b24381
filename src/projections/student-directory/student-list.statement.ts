// The SQL of the list of students.
import type { Uuid } from '../../kernel/ids.js';
import { CREDIT, hasFreeCredit, NET, OUTSTANDING, termStatement } from '../figures.js';
import { paymentStatusSql, type PaymentStatus } from '../payment-status.js';

export type StudentStatus = 'active' | 'withdrawn' | 'graduated';
export type StudentSort = 'name' | 'admissionNo' | '-outstanding';

export interface TermRow {
  readonly id: Uuid;
  readonly name: string;
}

export interface ListRow {
  readonly id: Uuid;
  readonly admissionNo: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly sortName: string;
  readonly class: string;
  readonly status: StudentStatus;
  readonly currency: string;
  readonly chargedMinor: number;
  readonly adjustedMinor: number;
  readonly paidMinor: number;
  readonly outstandingMinor: number;
  readonly creditMinor: number;
  readonly netMinor: number;
  readonly paymentStatus: PaymentStatus;
}

const ORDER: Record<StudentSort, string> = {
  name: 's.sort_name, s.student_id',
  admissionNo: 's.admission_no, s.student_id',
  '-outstanding': `coalesce(${OUTSTANDING}, 0) desc, s.sort_name, s.student_id`,
};

export interface ListRequest {
  /** Of the figures; the current one when absent. */
  readonly termId: Uuid | undefined;
  /** Rows to give. */
  readonly rows: number;
  /** LIKE patterns that must all match. */
  readonly patterns: readonly string[];
  readonly class: string | undefined;
  readonly status: string | undefined;
  readonly paymentStatus: string | undefined;
  readonly sort: StudentSort;
  /** Sort value and id of the row before the first. */
  readonly after: readonly [string, Uuid] | undefined;
}

/** Rows that a plan is made for; a number in the text keeps one plan for all pages of that size. */
const PLANNED_ROWS = [51, 201];

/** Statements of one list and their parameters; only the conditions that are asked for are there. */
export function listStatements(request: ListRequest) {
  const parameters: unknown[] = [request.termId ?? null, request.rows];
  const parameter = (value: unknown, type: string) => `$${parameters.push(value)}::${type}`;
  const conditions = conditionsOf(request, parameter);
  const { paymentStatus, sort } = request;
  const wanted = paymentStatus === undefined ? undefined : parameter(paymentStatus, 'text');
  const statements = (schema: string) => ({
    items:
      wanted === undefined && sort !== '-outstanding'
        ? pageStatement(schema, conditions, request)
        : scanStatement(schema, sort, [
            ...conditions,
            ...(wanted === undefined ? [] : [`${statusIn(schema)} = ${wanted}`]),
          ]),
    term: `select id, name from (${termStatement(schema)}) t`,
  });
  return { statements, parameters };
}

function conditionsOf(
  request: ListRequest,
  parameter: (value: unknown, type: string) => string,
): string[] {
  const { patterns, status, sort, after } = request;
  const conditions: string[] = [];
  if (patterns.length > 0) {
    conditions.push(`s.search_text like all (${parameter(patterns, 'text[]')})`);
  }
  if (request.class !== undefined) conditions.push(`s.class = ${parameter(request.class, 'text')}`);
  if (status !== undefined) conditions.push(`s.status = ${parameter(status, 'text')}`);
  if (after !== undefined) {
    const [value, id] = [parameter(after[0], 'text'), parameter(after[1], 'uuid')];
    conditions.push(`(${ORDER[sort]}) > (${value}, ${id})`);
  }
  return conditions;
}

/**
 * The page's students first, by index, and then the figures of these alone: O(page) whatever the
 * planner believes about the size of the tables. `offset 0` keeps it from joining them as a whole.
 */
function pageStatement(
  schema: string,
  conditions: readonly string[],
  { sort, rows }: ListRequest,
): string {
  const planned = PLANNED_ROWS.find((size) => size >= rows) ?? rows;
  return `select ${columns(schema)}
    from (select * from ${schema}.student s
      where ${['true', ...conditions].join(' and ')} order by ${ORDER[sort]} limit ${planned}) s
    left join lateral (select * from ${schema}.account a
      where a.student_id = s.student_id offset 0) a on true
    left join lateral (select * from ${schema}.student_term st
      where st.student_id = s.student_id and st.term_id = ${term(schema)} offset 0) st on true
    order by ${ORDER[sort]} limit $2`;
}

/** Whom to give depends on figures, so all students have to be joined. */
function scanStatement(schema: string, sort: StudentSort, conditions: readonly string[]): string {
  return `select ${columns(schema)}
    from ${schema}.student s
    left join ${schema}.account a on a.student_id = s.student_id
    left join ${schema}.student_term st on st.student_id = s.student_id
      and st.term_id = ${term(schema)}
    where ${['true', ...conditions].join(' and ')}
    order by ${ORDER[sort]} limit $2`;
}

function term(schema: string): string {
  return `(select id from (${termStatement(schema)}) t)`;
}

function columns(schema: string): string {
  return `s.student_id as id, s.admission_no as "admissionNo", s.given_name as "givenName",
      s.family_name as "familyName", s.sort_name as "sortName", s.class, s.status,
      coalesce(a.currency, (select currency from ${schema}.school limit 1)) as currency,
      coalesce(st.charged_minor - st.cancelled_minor, 0) as "chargedMinor",
      coalesce(st.adjusted_minor, 0) as "adjustedMinor",
      coalesce(st.allocated_minor, 0) as "paidMinor",
      coalesce(${OUTSTANDING}, 0) as "outstandingMinor",
      coalesce(${CREDIT}, 0) as "creditMinor",
      coalesce(${NET}, 0) as "netMinor",
      ${statusIn(schema)} as "paymentStatus"`;
}

function statusIn(schema: string): string {
  return paymentStatusSql({
    charges: 'st.charges',
    outstanding: OUTSTANDING,
    settled: 'st.allocated_minor + st.adjusted_minor',
    credit: CREDIT,
    hasFreeCredit: hasFreeCredit(schema, 's.student_id'),
    isCurrent: `(select "isCurrent" from (${termStatement(schema)}) t)`,
  });
}
