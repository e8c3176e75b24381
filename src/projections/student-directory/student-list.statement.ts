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

/**
 * Parameters: $1 term or null for the current one, $2 rows, $3 LIKE patterns, $4 class, $5 status,
 * $6 payment status; with `continued` $7 and $8, the sort value and id of the row before.
 */
export function listStatement(schema: string, sort: StudentSort, continued: boolean) {
  const term = termStatement(schema);
  const status = paymentStatusSql({
    charges: 'st.charges',
    outstanding: OUTSTANDING,
    settled: 'st.allocated_minor + st.adjusted_minor',
    credit: CREDIT,
    hasFreeCredit: hasFreeCredit(schema, 's.student_id'),
    isCurrent: `(select "isCurrent" from (${term}) t)`,
  });
  const items = `
    select s.student_id as id, s.admission_no as "admissionNo", s.given_name as "givenName",
      s.family_name as "familyName", s.sort_name as "sortName", s.class, s.status,
      coalesce(a.currency, (select currency from ${schema}.school)) as currency,
      coalesce(st.charged_minor - st.cancelled_minor, 0) as "chargedMinor",
      coalesce(st.adjusted_minor, 0) as "adjustedMinor",
      coalesce(st.allocated_minor, 0) as "paidMinor",
      coalesce(${OUTSTANDING}, 0) as "outstandingMinor",
      coalesce(${CREDIT}, 0) as "creditMinor",
      coalesce(${NET}, 0) as "netMinor",
      ${status} as "paymentStatus"
    from ${schema}.student s
    left join ${schema}.account a on a.student_id = s.student_id
    left join ${schema}.student_term st on st.student_id = s.student_id
      and st.term_id = (select id from (${term}) t)
    where (cardinality($3::text[]) = 0 or s.search_text like all ($3::text[]))
      and ($4::text is null or s.class = $4)
      and ($5::text is null or s.status = $5)
      and ($6::text is null or ${status} = $6)
      ${continued ? `and (${ORDER[sort]}) > ($7::text, $8::uuid)` : ''}
    order by ${ORDER[sort]} limit $2`;
  return { items, term: `select id, name from (${term}) t` };
}
