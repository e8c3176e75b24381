// The rows of one account as they stood at the end of a day: what had begun by then, without what undid
// it later. Parameters: $1 the student, $2 the day.

const DAY = '$2::date';

const ADJUSTMENT_COLUMNS = `student_id, adjustment_id, charge_id, kind, amount_minor,
  effective_date, basis_points, on_minor, recorded_at, applied_index, principal, reason_code, reason`;

const REFUND_COLUMNS = `student_id, refund_id, payment_id, amount_minor, method, effective_date,
  recorded_at, issued_index, principal, reason_code, reason`;

export function adjustmentOn(schema: string): string {
  return undoneOn(`${schema}.adjustment`, ADJUSTMENT_COLUMNS);
}

export function refundOn(schema: string): string {
  return undoneOn(`${schema}.refund`, REFUND_COLUMNS);
}

/** Rows that began by then; what undid them later is not known yet. */
function undoneOn(rows: string, columns: string): string {
  return `select ${columns}, ${onlyUntilThen('reversed_on', [
    'reversed_on',
    'reversed_at',
    'reversed_by',
    'reversal_reason_code',
    'reversal_reason',
  ])}
    from ${rows} where student_id = $1 and effective_date <= ${DAY}`;
}

/** Columns that are empty while the day in one of them is still to come. */
function onlyUntilThen(day: string, columns: readonly string[]): string {
  return columns.map((name) => `case when ${day} <= ${DAY} then ${name} end as ${name}`).join(', ');
}

/** With what was released of each line by then. */
export function allocationOn(schema: string): string {
  return `select l.student_id, l.allocation_id, l.payment_id, l.charge_id, l.effective_date, l.rule,
      l.amount_minor,
      coalesce((select sum(r.amount_minor) from ${schema}.allocation_release r
        where r.student_id = l.student_id and r.allocation_id = l.allocation_id
          and r.effective_date <= ${DAY}), 0) as released_minor
    from ${schema}.allocation l where l.student_id = $1 and l.effective_date <= ${DAY}`;
}

/** Reads `adjustment_on` and `allocation_on`. */
export function chargeOn(schema: string): string {
  return `select c.student_id, c.charge_id, c.kind, c.term_id, c.fee_code, c.instalment_no,
      c.instalment_of, c.description, c.effective_date, c.due_on, c.priority, c.charge_run_id,
      c.recorded_at, c.raised_index, c.amount_minor,
      ${onlyUntilThen('c.cancelled_on', ['cancelled_on', 'cancelled_at', 'cancelled_by'])},
      ${onlyUntilThen('c.cancelled_on', ['cancel_reason_code', 'cancel_reason'])},
      case when c.cancelled_on <= ${DAY} then c.cancelled_minor else 0 end as cancelled_minor,
      coalesce(j.minor, 0) as adjusted_minor, coalesce(l.minor, 0) as allocated_minor
    from ${schema}.charge c
    left join (select charge_id, sum(amount_minor) as minor from adjustment_on
      where reversed_on is null group by charge_id) j on j.charge_id = c.charge_id
    left join (select charge_id, sum(amount_minor - released_minor) as minor from allocation_on
      group by charge_id) l on l.charge_id = c.charge_id
    where c.student_id = $1 and c.effective_date <= ${DAY}`;
}

/** Reads `refund_on` and `allocation_on`. */
export function paymentOn(schema: string): string {
  return `select p.student_id, p.payment_id, p.method, p.effective_date, p.receipt_book,
      p.receipt_no, p.reference_provider, p.reference_text, p.payer, p.note, p.recorded_at,
      p.recorded_index, p.principal, p.moved_from_student_id, p.moved_from_payment_id,
      p.amount_minor,
      coalesce((select h.hold from ${schema}.credit_hold h
        where h.student_id = p.student_id and h.payment_id = p.payment_id
          and h.effective_date <= ${DAY} order by h.revision desc limit 1), false) as hold_credit,
      ${onlyUntilThen('p.reversed_on', ['reversed_on', 'reversed_at', 'reversed_by'])},
      ${onlyUntilThen('p.reversed_on', ['reversal_reason_code', 'reversal_reason'])},
      ${onlyUntilThen('p.reversed_on', ['moved_to_student_id', 'moved_to_payment_id'])},
      case when p.reversed_on <= ${DAY} then p.reversed_minor else 0 end as reversed_minor,
      coalesce(r.minor, 0) as refunded_minor, coalesce(l.minor, 0) as allocated_minor
    from ${schema}.payment p
    left join (select payment_id, sum(amount_minor) as minor from refund_on
      where reversed_on is null group by payment_id) r on r.payment_id = p.payment_id
    left join (select payment_id, sum(amount_minor - released_minor) as minor from allocation_on
      group by payment_id) l on l.payment_id = p.payment_id
    where p.student_id = $1 and p.effective_date <= ${DAY}`;
}
