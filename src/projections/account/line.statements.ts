// The SQL of the lines of one account: charges, payments and what belongs to them. Parameter $1: the
// student.
import type { AccountRelations } from './account.relations.js';

/** In the order in which they are paid (rule 3). */
export function chargesStatement(from: AccountRelations): string {
  return `select charge_id as id, kind, term_id as "termId", fee_code as "feeCode",
      case when instalment_no is not null
        then json_build_object('no', instalment_no, 'of', instalment_of) end as instalment,
      description, amount_minor as "amountMinor", cancelled_minor as "cancelledMinor",
      adjusted_minor as "adjustedMinor", allocated_minor as "paidMinor",
      effective_date as "effectiveDate", due_on as "dueOn", priority,
      charge_run_id as "chargeRunId", ${undoing('cancelled', 'cancel')} as cancellation,
      recorded_at as "recordedAt", raised_index as position
    from ${from.charge} where student_id = $1 order by due_on, priority, charge_id`;
}

/** Newest first. */
export function paymentsStatement(from: AccountRelations): string {
  return `select payment_id as id, amount_minor as "amountMinor",
      allocated_minor as "allocatedMinor", reversed_minor as "reversedMinor",
      refunded_minor as "refundedMinor", method, effective_date as "effectiveDate",
      recorded_at as "recordedAt", principal, receipt_book as "schoolYear",
      receipt_no as "receiptNo", payer, note, reference_text as "externalRef",
      reference_provider as provider, hold_credit as "holdCredit",
      ${moved('from')} as "movedFrom", ${moved('to')} as "movedTo", ${REVERSAL},
      recorded_index as position
    from ${from.payment} where student_id = $1 order by recorded_index desc`;
}

/** What is in force of each, in the order in which they were made. */
export function allocationsStatement(from: AccountRelations, schema: string): string {
  return `select l.payment_id as "paymentId", l.charge_id as "chargeId", c.fee_code as "feeCode",
      l.amount_minor - l.released_minor as "amountMinor", l.effective_date as "effectiveDate",
      l.rule
    from ${from.allocation} l
    join ${schema}.charge c on c.student_id = l.student_id and c.charge_id = l.charge_id
    where l.student_id = $1 and l.amount_minor > l.released_minor order by l.allocation_id`;
}

export function adjustmentsStatement(from: AccountRelations, schema: string): string {
  return `select j.adjustment_id as id, j.charge_id as "chargeId", c.fee_code as "feeCode", j.kind,
      j.amount_minor as "amountMinor", j.basis_points as "basisPoints", j.on_minor as "onMinor",
      j.effective_date as "effectiveDate", j.recorded_at as "recordedAt", j.principal,
      j.reason_code as "reasonCode", j.reason, ${REVERSAL}, j.applied_index as position
    from ${from.adjustment} j
    join (select charge_id, fee_code from ${schema}.charge where student_id = $1) c
      on c.charge_id = j.charge_id
    where j.student_id = $1 order by j.applied_index`;
}

export function refundsStatement(from: AccountRelations): string {
  return `select refund_id as id, payment_id as "paymentId", amount_minor as "amountMinor", method,
      effective_date as "effectiveDate", recorded_at as "recordedAt", principal,
      reason_code as "reasonCode", reason, ${REVERSAL}, issued_index as position
    from ${from.refund} where student_id = $1 order by issued_index`;
}

/** What undid a row, or null: columns `<did>_on`, `<did>_at`, `<did>_by`, `<noun>_reason`. */
function undoing(did: string, noun: string): string {
  return `case when ${did}_on is not null then json_strip_nulls(json_build_object(
    'effectiveDate', ${did}_on, 'recordedAt', ${did}_at, 'principal', ${did}_by,
    'reasonCode', ${noun}_reason_code, 'reason', ${noun}_reason)) end`;
}

const REVERSAL = `${undoing('reversed', 'reversal')} as reversal`;

/** The other half of a move, or null. */
function moved(where: 'from' | 'to'): string {
  return `case when moved_${where}_payment_id is not null then json_build_object(
    'studentId', moved_${where}_student_id, 'paymentId', moved_${where}_payment_id) end`;
}
