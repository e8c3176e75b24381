// What the inline projection writes: balance and payment rows and the next receipt number, in one
// prepared statement in the append's own transaction, after the events, so that the counter's row is
// locked for no longer than the commit.
import type pg from 'pg';
import type { PaymentReceived } from './account.js';

/** $1 payment, $2 student, $3 user, $4 key, $5 amount, $6 credit, $7 method, $8 day, $9 instant,
 * $10 school year, $11 allocated. */
const PAYMENT = {
  name: 'project-payment',
  text: `with balance as (update account set allocated_minor = allocated_minor + $11,
      credit_minor = credit_minor + $6 where student_id = $2),
    counter as (insert into receipt_counter (school_year, last_no) values ($10, 1)
      on conflict (school_year) do update set last_no = receipt_counter.last_no + 1
      returning last_no),
    payment as (insert into payment (id, student_id, user_id, idempotency_key, amount_minor,
        credit_minor, method, effective_date, recorded_at, school_year, receipt_no)
      select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, last_no from counter)
    select last_no from counter`,
};

const CHARGE = {
  name: 'project-charge',
  text: 'update account set charged_minor = charged_minor + $2 where student_id = $1',
};

type Transaction = Pick<pg.ClientBase, 'query'>;

/** @returns the payment's receipt number. */
export async function projectPayment(
  transaction: Transaction,
  payment: PaymentReceived['data'],
): Promise<number> {
  const { paymentId, studentId, userId, idempotencyKey, amountMinor, creditMinor } = payment;
  const { method, effectiveDate, recordedAt, schoolYear } = payment;
  const allocatedMinor = amountMinor - creditMinor;
  const who = [paymentId, studentId, userId, idempotencyKey];
  const when = [method, effectiveDate, recordedAt, schoolYear];
  const { rows } = await transaction.query<{ last_no: string }>({
    ...PAYMENT,
    values: [...who, amountMinor, creditMinor, ...when, allocatedMinor],
  });
  return Number(rows[0]?.last_no);
}

export async function projectCharge(
  transaction: Transaction,
  charge: { studentId: string; amountMinor: number },
): Promise<void> {
  await transaction.query({ ...CHARGE, values: [charge.studentId, charge.amountMinor] });
}
