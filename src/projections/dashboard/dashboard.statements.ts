// The SQL of the dashboard. Parameters: $1 term or null for the current one, $2 the present instant.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { CREDIT, hasFreeCredit, OUTSTANDING, termStatement } from '../figures.js';
import { paymentStatusSql, type PaymentStatus } from '../payment-status.js';

interface SumsRow {
  readonly chargedMinor: number;
  readonly cancelledMinor: number;
  readonly adjustedMinor: number;
  readonly collectedMinor: number;
}

interface TodaySums {
  readonly amountMinor: number;
  readonly payments: number;
}

export type DashboardRows = {
  term: { id: Uuid; name: string; startsOn: LocalDate; endsOn: LocalDate; status: string };
  totals: SumsRow & { creditMinor: number; today: string };
  byClass: SumsRow & { class: string; students: number };
  byStatus: { status: PaymentStatus; students: number };
  methods: TodaySums & { method: string };
  cashiers: TodaySums & { principal: string };
  topArrears: {
    studentId: Uuid;
    givenName: string;
    familyName: string;
    class: string;
    outstandingMinor: number;
  };
};

const SUMS = `coalesce(sum(st.charged_minor), 0) as "chargedMinor",
  coalesce(sum(st.cancelled_minor), 0) as "cancelledMinor",
  coalesce(sum(st.adjusted_minor), 0) as "adjustedMinor",
  coalesce(sum(st.allocated_minor), 0) as "collectedMinor"`;

export function dashboardStatements(schema: string): Record<keyof DashboardRows, string> {
  const term = `(select id from (${termStatement(schema)}) t)`;
  const rows = `${schema}.student_term st join ${schema}.student s using (student_id)`;
  const inTerm = `st.term_id = ${term}`;
  return {
    term: `select id, name, "startsOn", "endsOn", status from (${termStatement(schema)}) t`,
    totals: `select ${SUMS},
        (select coalesce(sum(${CREDIT}), 0) from ${schema}.account a) as "creditMinor",
        ${today(schema)} as today
      from ${rows} where ${inTerm}`,
    byClass: `select s.class, count(*) as students, ${SUMS} from ${rows}
      where ${inTerm} group by s.class order by s.class`,
    byStatus: byStatusStatement(schema, term),
    methods: `select method, ${receivedToday(schema)} group by method order by method`,
    cashiers: `select principal, ${receivedToday(schema)} group by principal order by principal`,
    topArrears: `select s.student_id as "studentId", s.given_name as "givenName",
        s.family_name as "familyName", s.class, ${OUTSTANDING} as "outstandingMinor"
      from ${rows} where ${inTerm} and ${OUTSTANDING} > 0
      order by ${OUTSTANDING} desc, s.sort_name, s.student_id limit 10`,
  };
}

function byStatusStatement(schema: string, term: string): string {
  const status = paymentStatusSql({
    charges: 'st.charges',
    outstanding: OUTSTANDING,
    settled: 'st.allocated_minor + st.adjusted_minor',
    credit: CREDIT,
    hasFreeCredit: hasFreeCredit(schema, 's.student_id'),
    isCurrent: `(select "isCurrent" from (${termStatement(schema)}) t)`,
  });
  return `select ${status} as status, count(*) as students
    from ${schema}.student s
    left join ${schema}.account a on a.student_id = s.student_id
    left join ${schema}.student_term st on st.student_id = s.student_id and st.term_id = ${term}
    where s.status = 'active' or st.charges > 0
    group by 1 order by 1`;
}

function receivedToday(schema: string): string {
  const zone = `(select time_zone from ${schema}.school limit 1)`;
  return `sum(amount_minor) as "amountMinor", count(*) as payments
    from ${schema}.payment
    where recorded_at >= ${today(schema)}::timestamp at time zone ${zone}
      and recorded_at < (${today(schema)} + 1)::timestamp at time zone ${zone}
      and reversed_on is null`;
}

/** The school's present day. */
function today(schema: string): string {
  return `($2::timestamptz at time zone
    coalesce((select time_zone from ${schema}.school limit 1), 'UTC'))::date`;
}
