// One payment in one transaction: session, account lock, allocation to the oldest charges, receipt
// number from a counter row, balance. Six round trips; the counter is taken by the last statement, so
// that its row is locked for no longer than the commit.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { userOf } from './session.js';

export interface PaymentOrder {
  readonly studentId: string;
  readonly idempotencyKey: string;
  readonly cookie: string | undefined;
  readonly amountMinor: number;
  readonly method: string;
}

export interface Allocation {
  readonly chargeId: string;
  readonly amountMinor: number;
}

export interface RecordedPayment {
  readonly id: string;
  readonly schoolYear: string;
  readonly receiptNo: number;
  readonly effectiveDate: string;
  readonly recordedAt: string;
  readonly allocations: readonly Allocation[];
  readonly creditMinor: number;
  /** Of the account, after this payment. */
  readonly balance: { readonly outstandingMinor: number; readonly creditMinor: number };
}

export type Refusal = 'session_required' | 'student_not_found' | 'idempotency_key_reused';

const LOCK_ACCOUNT = {
  name: 'lock-account',
  text: 'select 1 from account where student_id = $1 for update',
};

const OPEN_CHARGES = {
  name: 'open-charges',
  text: `select id, outstanding_minor from charge
    where student_id = $1 and outstanding_minor > 0 order by due_on, priority, id`,
};

/** $1 payment, $2 student, $3 user, $4 key, $5 amount, $6 credit, $7 method, $8 day, $9 instant,
 * $10 school year, $11 charges, $12 their amounts, $13 allocated. */
const WRITE = {
  name: 'write-payment',
  text: `with part as (select * from unnest($11::uuid[], $12::bigint[]) p (charge_id, amount_minor)),
    paid_charge as (update charge c set outstanding_minor = c.outstanding_minor - part.amount_minor
      from part where c.id = part.charge_id),
    balance as (update account set allocated_minor = allocated_minor + $13,
      credit_minor = credit_minor + $6 where student_id = $2
      returning charged_minor - allocated_minor as outstanding_minor, credit_minor),
    counter as (insert into receipt_counter (school_year, last_no) values ($10, 1)
      on conflict (school_year) do update set last_no = receipt_counter.last_no + 1
      returning last_no),
    payment as (insert into payment (id, student_id, user_id, idempotency_key, amount_minor,
        credit_minor, method, effective_date, recorded_at, school_year, receipt_no)
      select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, last_no from counter),
    allocated as (insert into allocation (payment_id, charge_id, amount_minor)
      select $1, charge_id, amount_minor from part)
    select last_no, outstanding_minor, credit_minor from counter, balance`,
};

interface Written {
  readonly last_no: string;
  readonly outstanding_minor: string;
  readonly credit_minor: string;
}

/** Records it, or says why not; then nothing is changed. */
export async function recordPayment(
  pool: pg.Pool,
  order: PaymentOrder,
): Promise<RecordedPayment | Refusal> {
  const connection = await pool.connect();
  try {
    await connection.query('begin');
    const outcome = await recordIn(connection, order);
    await connection.query(typeof outcome === 'string' ? 'rollback' : 'commit');
    return outcome;
  } catch (error) {
    await connection.query('rollback');
    if (error instanceof pg.DatabaseError && error.code === '23505')
      return 'idempotency_key_reused';
    throw error;
  } finally {
    connection.release();
  }
}

async function recordIn(
  connection: pg.PoolClient,
  order: PaymentOrder,
): Promise<RecordedPayment | Refusal> {
  const userId = await userOf(connection, order.cookie);
  if (userId === undefined) return 'session_required';
  const account = await connection.query({ ...LOCK_ACCOUNT, values: [order.studentId] });
  if (account.rowCount === 0) return 'student_not_found';
  const charges = await connection.query<{ id: string; outstanding_minor: string }>({
    ...OPEN_CHARGES,
    values: [order.studentId],
  });
  const allocations = oldestFirst(charges.rows, order.amountMinor);
  return write(connection, { ...order, userId, allocations });
}

function oldestFirst(
  charges: readonly { id: string; outstanding_minor: string }[],
  amountMinor: number,
): Allocation[] {
  const allocations: Allocation[] = [];
  let leftMinor = amountMinor;
  for (const { id, outstanding_minor: outstanding } of charges) {
    if (leftMinor === 0) break;
    const partMinor = Math.min(leftMinor, Number(outstanding));
    allocations.push({ chargeId: id, amountMinor: partMinor });
    leftMinor -= partMinor;
  }
  return allocations;
}

async function write(
  connection: pg.PoolClient,
  order: PaymentOrder & { userId: string; allocations: readonly Allocation[] },
): Promise<RecordedPayment> {
  const { allocations } = order;
  const allocatedMinor = allocations.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const creditMinor = order.amountMinor - allocatedMinor;
  const id = randomUUID();
  const recordedAt = new Date().toISOString();
  const effectiveDate = recordedAt.slice(0, 10);
  const schoolYear = recordedAt.slice(0, 4);
  const { rows } = await connection.query<Written>({
    ...WRITE,
    values: [
      id,
      order.studentId,
      order.userId,
      order.idempotencyKey,
      order.amountMinor,
      creditMinor,
      order.method,
      effectiveDate,
      recordedAt,
      schoolYear,
      allocations.map(({ chargeId }) => chargeId),
      allocations.map(({ amountMinor }) => amountMinor),
      allocatedMinor,
    ],
  });
  const [written] = rows;
  if (written === undefined) throw new Error(`payment ${id} wrote nothing`);
  const balance = {
    outstandingMinor: Number(written.outstanding_minor),
    creditMinor: Number(written.credit_minor),
  };
  const receiptNo = Number(written.last_no);
  return {
    id,
    schoolYear,
    receiptNo,
    effectiveDate,
    recordedAt,
    allocations,
    creditMinor,
    balance,
  };
}
