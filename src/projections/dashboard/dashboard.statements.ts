// The SQL of the dashboard. Parameters: $1 term or null for the current one, $2 the present instant.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { CREDIT, hasFreeCredit, OUTSTANDING, termStatement } from '../figures.js';
import { paymentStatusSql, type PaymentStatus } from '../payment-status.js';
import { classOnDay } from '../student-class.js';
import {
  classSums,
  studentsOfTerm,
  termSums,
  type ClassSumsRow,
  type TermSumsRow,
} from '../term-figures.js';
import { moneyOfToday, today } from './today.statements.js';

export interface TodaySums {
  readonly amountMinor: number;
  readonly receivedMinor: number;
  readonly reversedMinor: number;
  readonly refundedMinor: number;
  readonly payments: number;
}

export type DashboardRows = {
  term: { id: Uuid; name: string; startsOn: LocalDate; endsOn: LocalDate; status: string };
  totals: TermSumsRow;
  school: { creditMinor: number; today: LocalDate };
  byClass: ClassSumsRow;
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

const NOW = '$2::timestamptz';

export function dashboardStatements(schema: string): Record<keyof DashboardRows, string> {
  const term = `(select id from (${termStatement(schema)}) t)`;
  const day = today(schema, NOW);
  return {
    term: `select id, name, "startsOn", "endsOn", status from (${termStatement(schema)}) t`,
    totals: termSums(schema, term),
    school: `select coalesce(sum(${CREDIT}), 0) as "creditMinor", ${day} as today
      from ${schema}.account a`,
    byClass: classSums(schema, { term, day }),
    byStatus: byStatusStatement(schema, term),
    methods: moneyOfToday(schema, 'method', NOW),
    cashiers: moneyOfToday(schema, 'principal', NOW),
    topArrears: `select s.student_id as "studentId", s.given_name as "givenName",
        s.family_name as "familyName", ${classOnDay(schema, day)} as class,
        ${OUTSTANDING} as "outstandingMinor"
      from ${studentsOfTerm(schema, term)} where ${OUTSTANDING} > 0
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
