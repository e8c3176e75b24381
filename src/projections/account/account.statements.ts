// The SQL of one account, as it is or as it stood on a day. Parameter $1: the student.
import { CREDIT, freeCreditAmong, OUTSTANDING } from '../figures.js';
import { paymentStatusSql } from '../payment-status.js';
import { classOnDay } from '../student-class.js';
import { relationsOnDay } from './account.on-day.js';
import { relationsNow, type AccountRelations } from './account.relations.js';
import type { AccountRows } from './account.rows.js';
import { NO_TERM } from './account.tables.js';
import {
  adjustmentsStatement,
  allocationsStatement,
  chargesStatement,
  paymentsStatement,
  refundsStatement,
} from './line.statements.js';

type Statements = Readonly<Record<keyof AccountRows, string>>;

/** Of everything that is recorded; $2 is the present instant. */
export function accountStatements(schema: string): Statements {
  return statementsOver(relationsNow(schema), schema);
}

/** Of what was in effect at the end of day $2. */
export function accountOnDayStatements(schema: string): Statements {
  return statementsOver(relationsOnDay(schema), schema);
}

function statementsOver(from: AccountRelations, schema: string): Statements {
  const statements: Statements = {
    students: studentStatement(from, schema),
    account: totalsStatement(from),
    terms: termsStatement(from, schema),
    charges: chargesStatement(from),
    payments: paymentsStatement(from),
    allocations: allocationsStatement(from, schema),
    adjustments: adjustmentsStatement(from, schema),
    refunds: refundsStatement(from),
  };
  const prefixed = Object.entries(statements).map(([name, text]) => [name, from.prefix + text]);
  return Object.fromEntries(prefixed) as Statements;
}

function studentStatement(from: AccountRelations, schema: string): string {
  return `select s.student_id as id, s.admission_no as "admissionNo", s.given_name as "givenName",
      s.family_name as "familyName", ${classOnDay(schema, from.day)} as class, s.status,
      s.enrolled_on as "enrolledOn",
      coalesce(a.currency, (select currency from ${schema}.school limit 1)) as currency,
      coalesce((select time_zone from ${schema}.school limit 1), 'UTC') as "timeZone",
      ${statusIn(from, schema, 's.student_id')} as "paymentStatus"
    from ${schema}.student s
    left join ${from.account} a on a.student_id = s.student_id
    left join ${from.studentTerm} st on st.student_id = s.student_id
      and st.term_id = ${currentTerm(schema)}
    where s.student_id = $1`;
}

function totalsStatement(from: AccountRelations): string {
  return `select charged_minor as "chargedMinor", cancelled_minor as "cancelledMinor",
      adjusted_minor as "adjustedMinor", allocated_minor as "allocatedMinor",
      paid_minor as "paidMinor", reversed_minor as "reversedMinor",
      refunded_minor as "refundedMinor"
    from ${from.account} where student_id = $1`;
}

function termsStatement(from: AccountRelations, schema: string): string {
  return `select nullif(st.term_id, '${NO_TERM}') as "termId", t.name,
      st.charged_minor as "chargedMinor", st.cancelled_minor as "cancelledMinor",
      st.adjusted_minor as "adjustedMinor", st.allocated_minor as "paidMinor",
      ${OUTSTANDING} as "outstandingMinor",
      ${statusIn(from, schema, 'st.student_id')} as "paymentStatus"
    from ${from.studentTerm} st
    join ${from.account} a on a.student_id = st.student_id
    left join ${schema}.term t on t.term_id = st.term_id
    where st.student_id = $1 order by t.starts_on nulls first, st.term_id`;
}

function statusIn(from: AccountRelations, schema: string, studentId: string): string {
  return paymentStatusSql({
    charges: 'st.charges',
    outstanding: OUTSTANDING,
    settled: 'st.allocated_minor + st.adjusted_minor',
    credit: CREDIT,
    hasFreeCredit: freeCreditAmong(from.payment, studentId),
    isCurrent: `st.term_id = ${currentTerm(schema)}`,
  });
}

/** Opening a term has no effective date: of a past day too it is the one that is current now. */
function currentTerm(schema: string): string {
  return `(select t.term_id from ${schema}.term t where t.opened_index is not null
    order by t.opened_index desc limit 1)`;
}
