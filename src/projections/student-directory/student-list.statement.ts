// The SQL of the list of students.
import type { Uuid } from '../../kernel/ids.js';
import { CREDIT, hasFreeCredit, NET, OUTSTANDING, termStatement } from '../figures.js';
import { paymentStatusSql, type PaymentStatus } from '../payment-status.js';
import { classOnDay, schoolDay } from '../student-class.js';
import {
  conditionsOf,
  ListParameters,
  NOW_PARAMETER,
  ORDER,
  ROWS_PARAMETER,
  type ListRequest,
  type StudentSort,
  type StudentStatus,
} from './student-list.conditions.js';

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

/** Rows that a plan is made for; a number in the text keeps one plan for all pages of that size. */
const PLANNED_ROWS = [51, 201];

/** Statements of one list and their parameters; only the conditions that are asked for are there. */
export function listStatements(request: ListRequest) {
  const parameters = new ListParameters(request);
  const conditionsIn = conditionsOf(request, parameters);
  const { paymentStatus, sort } = request;
  const wanted = paymentStatus === undefined ? undefined : parameters.add(paymentStatus, 'text');
  const statements = (schema: string) => ({
    items:
      wanted === undefined && sort !== '-outstanding'
        ? pageStatement(schema, conditionsIn(schema), request)
        : scanStatement(schema, sort, [
            ...conditionsIn(schema),
            ...(wanted === undefined ? [] : [`${statusIn(schema)} = ${wanted}`]),
          ]),
    term: `select id, name from (${termStatement(schema)}) t`,
  });
  return { statements, parameters: parameters.values };
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
    order by ${ORDER[sort]} limit ${ROWS_PARAMETER}`;
}

/** Whom to give depends on figures, so all students have to be joined. */
function scanStatement(schema: string, sort: StudentSort, conditions: readonly string[]): string {
  return `select ${columns(schema)}
    from ${schema}.student s
    left join ${schema}.account a on a.student_id = s.student_id
    left join ${schema}.student_term st on st.student_id = s.student_id
      and st.term_id = ${term(schema)}
    where ${['true', ...conditions].join(' and ')}
    order by ${ORDER[sort]} limit ${ROWS_PARAMETER}`;
}

function term(schema: string): string {
  return `(select id from (${termStatement(schema)}) t)`;
}

function columns(schema: string): string {
  return `s.student_id as id, s.admission_no as "admissionNo", s.given_name as "givenName",
      s.family_name as "familyName", s.sort_name as "sortName", s.status,
      ${classOnDay(schema, schoolDay(schema, NOW_PARAMETER))} as class,
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
