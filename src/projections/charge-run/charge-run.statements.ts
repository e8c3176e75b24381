// The SQL of charge runs, and the rows that it gives. Parameter $1: the run.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { ReasonCode } from '../../modules/billing/index.js';
import type { ChargeRunStatus, ChargeRunStudent } from './charge-run.shapes.js';

export interface RunRow {
  readonly id: Uuid;
  readonly termId: Uuid;
  readonly class: string | null;
  readonly effectiveDate: LocalDate;
  readonly status: ChargeRunStatus;
  readonly total: number;
  readonly charged: number;
  readonly failed: number;
  readonly chargedMinor: number;
  readonly undone: number;
  readonly undoneMinor: number;
  readonly plannedAt: string;
  readonly undoneAt: string | null;
  readonly cancelReasonCode: ReasonCode | 'never_committed' | null;
  readonly cancelledFrom: LocalDate | null;
}

export interface StudentRow extends Omit<
  ChargeRunStudent,
  'failureCode' | 'expectedNetMinor' | 'chargedMinor' | 'undone'
> {
  readonly failureCode: string | null;
  readonly expectedNetMinor: number;
  readonly chargedMinor: number;
  readonly undone: boolean;
}

export function runStatement(schema: string): string {
  const students = (result: string) => `(select count(*) from ${schema}.charge_run_student s
    where s.charge_run_id = r.charge_run_id and s.result = '${result}')`;
  return `select r.charge_run_id as id, r.term_id as "termId", r.class,
      r.effective_date as "effectiveDate", r.status, r.students as total,
      r.planned_at as "plannedAt", r.undone_at as "undoneAt",
      r.cancel_reason_code as "cancelReasonCode", r.cancelled_from as "cancelledFrom",
      ${students('charged')} as charged, ${students('failed')} as failed, c.*
    from ${schema}.charge_run r cross join (
      select coalesce(sum(charged), 0) as "chargedMinor",
        coalesce(sum(cancelled), 0) as "undoneMinor", count(*) filter (where undone) as undone
      from (${chargedByStudent(schema)}) s) c
    where r.charge_run_id = $1`;
}

/** In the frozen order. */
export function studentsStatement(schema: string): string {
  return `select r.student_id as "studentId", s.given_name as "givenName",
      s.family_name as "familyName", r.result, r.failure_code as "failureCode",
      coalesce(r.expected_net_minor, 0) as "expectedNetMinor",
      coalesce(c.charged, 0) as "chargedMinor", coalesce(c.undone, false) as undone
    from ${schema}.charge_run_student r
    left join ${schema}.student s on s.student_id = r.student_id
    left join (${chargedByStudent(schema)}) c on c.student_id = r.student_id
    where r.charge_run_id = $1 order by r.chunk, r.place`;
}

/** What the run charged each student, and whether all of it is cancelled. */
function chargedByStudent(schema: string): string {
  return `select student_id, sum(amount_minor) as charged, sum(cancelled_minor) as cancelled,
      bool_and(cancelled_on is not null) as undone
    from ${schema}.charge where charge_run_id = $1 group by student_id`;
}
