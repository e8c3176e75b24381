// The SQL of one account, and the rows that it gives. Parameter $1: the student.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Currency } from '../../kernel/money.js';
import type {
  AllocationRule,
  ChargeKind,
  PaymentMethod,
} from '../../modules/billing/domain/student-account.events.js';
import { CREDIT, hasFreeCredit, OUTSTANDING } from '../figures.js';
import { paymentStatusSql, type PaymentStatus } from '../payment-status.js';
import { NO_TERM } from './account.tables.js';

export interface StudentRow {
  readonly id: Uuid;
  readonly admissionNo: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly class: string;
  readonly status: 'active' | 'withdrawn' | 'graduated';
  readonly enrolledOn: LocalDate;
  readonly currency: Currency;
  readonly timeZone: string;
  readonly paymentStatus: PaymentStatus;
}

export interface TotalsRow {
  readonly chargedMinor: number;
  readonly cancelledMinor: number;
  readonly adjustedMinor: number;
  readonly allocatedMinor: number;
  readonly paidMinor: number;
  readonly reversedMinor: number;
  readonly refundedMinor: number;
}

export interface TermRow {
  readonly termId: Uuid | null;
  readonly name: string | null;
  readonly chargedMinor: number;
  readonly cancelledMinor: number;
  readonly adjustedMinor: number;
  readonly paidMinor: number;
  readonly outstandingMinor: number;
  readonly paymentStatus: PaymentStatus;
}

export interface ChargeRow {
  readonly id: Uuid;
  readonly kind: ChargeKind;
  readonly termId: Uuid | null;
  readonly feeCode: string;
  readonly instalmentNo: number | null;
  readonly instalmentOf: number | null;
  readonly description: string;
  readonly amountMinor: number;
  readonly cancelledMinor: number;
  readonly adjustedMinor: number;
  readonly paidMinor: number;
  readonly effectiveDate: LocalDate;
  readonly dueOn: LocalDate;
  readonly priority: number;
  readonly cancelled: boolean;
  readonly chargeRunId: Uuid | null;
  readonly recordedAt: string;
  readonly position: number;
}

export interface PaymentRow {
  readonly id: Uuid;
  readonly amountMinor: number;
  readonly allocatedMinor: number;
  readonly reversedMinor: number;
  readonly refundedMinor: number;
  readonly method: PaymentMethod;
  readonly effectiveDate: LocalDate;
  readonly recordedAt: string;
  readonly principal: string;
  readonly schoolYear: string | null;
  readonly receiptNo: number | null;
  readonly payer: string | null;
  readonly note: string | null;
  readonly externalRef: string | null;
  readonly provider: string | null;
  readonly holdCredit: boolean;
  readonly reversedOn: LocalDate | null;
  readonly position: number;
}

export interface AllocationRow {
  readonly paymentId: Uuid;
  readonly chargeId: Uuid;
  readonly feeCode: string;
  readonly amountMinor: number;
  readonly effectiveDate: LocalDate;
  readonly rule: AllocationRule;
}

export type AccountRows = {
  readonly students: StudentRow;
  readonly account: TotalsRow;
  readonly terms: TermRow;
  readonly charges: ChargeRow;
  readonly payments: PaymentRow;
  readonly allocations: AllocationRow;
};

export function accountStatements(schema: string): Record<keyof AccountRows, string> {
  return {
    students: studentStatement(schema),
    account: `select charged_minor as "chargedMinor", cancelled_minor as "cancelledMinor",
        adjusted_minor as "adjustedMinor", allocated_minor as "allocatedMinor",
        paid_minor as "paidMinor", reversed_minor as "reversedMinor",
        refunded_minor as "refundedMinor"
      from ${schema}.account where student_id = $1`,
    terms: termsStatement(schema),
    charges: `select charge_id as id, kind, term_id as "termId", fee_code as "feeCode",
        instalment_no as "instalmentNo", instalment_of as "instalmentOf", description,
        amount_minor as "amountMinor", cancelled_minor as "cancelledMinor",
        adjusted_minor as "adjustedMinor", allocated_minor as "paidMinor",
        effective_date as "effectiveDate", due_on as "dueOn", priority,
        coalesce(cancelled, false) as cancelled, charge_run_id as "chargeRunId",
        recorded_at as "recordedAt", raised_index as position
      from ${schema}.charge where student_id = $1 order by due_on, priority, charge_id`,
    payments: `select payment_id as id, amount_minor as "amountMinor",
        allocated_minor as "allocatedMinor", reversed_minor as "reversedMinor",
        refunded_minor as "refundedMinor", method, effective_date as "effectiveDate",
        recorded_at as "recordedAt", principal, receipt_book as "schoolYear",
        receipt_no as "receiptNo", payer, note, reference_text as "externalRef",
        reference_provider as provider, hold_credit as "holdCredit",
        reversed_on as "reversedOn", recorded_index as position
      from ${schema}.payment where student_id = $1 order by recorded_index desc`,
    allocations: `select l.payment_id as "paymentId", l.charge_id as "chargeId",
        c.fee_code as "feeCode", l.amount_minor - l.released_minor as "amountMinor",
        l.effective_date as "effectiveDate", l.rule
      from ${schema}.allocation l
      join ${schema}.charge c on c.student_id = l.student_id and c.charge_id = l.charge_id
      where l.student_id = $1 and l.amount_minor > l.released_minor order by l.allocation_id`,
  };
}

function studentStatement(schema: string): string {
  return `select s.student_id as id, s.admission_no as "admissionNo", s.given_name as "givenName",
      s.family_name as "familyName", s.class, s.status, s.enrolled_on as "enrolledOn",
      coalesce(a.currency, (select currency from ${schema}.school limit 1)) as currency,
      coalesce((select time_zone from ${schema}.school limit 1), 'UTC') as "timeZone",
      ${statusIn(schema, 's.student_id')} as "paymentStatus"
    from ${schema}.student s
    left join ${schema}.account a on a.student_id = s.student_id
    left join ${schema}.student_term st on st.student_id = s.student_id
      and st.term_id = ${currentTerm(schema)}
    where s.student_id = $1`;
}

function termsStatement(schema: string): string {
  return `select nullif(st.term_id, '${NO_TERM}') as "termId", t.name,
      st.charged_minor as "chargedMinor", st.cancelled_minor as "cancelledMinor",
      st.adjusted_minor as "adjustedMinor", st.allocated_minor as "paidMinor",
      ${OUTSTANDING} as "outstandingMinor", ${statusIn(schema, 'st.student_id')} as "paymentStatus"
    from ${schema}.student_term st
    join ${schema}.account a on a.student_id = st.student_id
    left join ${schema}.term t on t.term_id = st.term_id
    where st.student_id = $1 order by t.starts_on nulls first, st.term_id`;
}

function statusIn(schema: string, studentId: string): string {
  return paymentStatusSql({
    charges: 'st.charges',
    outstanding: OUTSTANDING,
    settled: 'st.allocated_minor + st.adjusted_minor',
    credit: CREDIT,
    hasFreeCredit: hasFreeCredit(schema, studentId),
    isCurrent: `st.term_id = ${currentTerm(schema)}`,
  });
}

function currentTerm(schema: string): string {
  return `(select t.term_id from ${schema}.term t where t.opened_index is not null
    order by t.opened_index desc limit 1)`;
}
