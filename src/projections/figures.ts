// SQL that every list of figures shares, so that a total and the rows that it opens can't differ.

/** Over `student_term st` (or `charge`), minor units. */
export const OUTSTANDING =
  'st.charged_minor - st.cancelled_minor - st.adjusted_minor - st.allocated_minor';

/** Over `account a`, minor units: received and neither allocated, refunded nor reversed. */
export const CREDIT = 'a.paid_minor - a.reversed_minor - a.refunded_minor - a.allocated_minor';

/** Over `account a`, minor units: positive when the student owes the school. */
export const NET = `a.charged_minor - a.cancelled_minor - a.adjusted_minor
  - a.paid_minor + a.reversed_minor + a.refunded_minor`;

/** Boolean over a student id; asked only of students with credit, so it costs the others nothing. */
export function hasFreeCredit(schema: string, studentId: string): string {
  return freeCreditAmong(`${schema}.payment`, studentId);
}

/** As `hasFreeCredit`, over a relation with the columns of `payment`. */
export function freeCreditAmong(payments: string, studentId: string): string {
  // A count and not `exists`, which may be planned as one scan of everybody's payments.
  return `(select count(*) from ${payments} p
    where p.student_id = ${studentId} and not p.hold_credit
      and p.amount_minor - p.allocated_minor - p.reversed_minor - p.refunded_minor > 0) > 0`;
}

/** The term of the figures: parameter $1, or the current one (opened last) when it is null. */
export function termStatement(schema: string): string {
  return `select term_id as id, name, starts_on as "startsOn", ends_on as "endsOn", status,
      term_id = c.current_id as "isCurrent"
    from ${schema}.term left join (
      select t.term_id as current_id from ${schema}.term t
      where t.opened_index is not null order by t.opened_index desc limit 1) c on true
    where term_id = coalesce($1::uuid, c.current_id)`;
}
