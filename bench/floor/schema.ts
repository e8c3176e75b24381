// The floor's own books: the tables that a careful programmer would make for the same job in one
// database, without history. Amounts are minor units.
import type { Pool } from 'pg';
import { CHARGES } from '../school/sample-books.js';

const TABLES = `
  create table app_user (
    id uuid primary key,
    username text not null unique,
    disabled_at timestamptz
  );
  create table session (
    token_hash bytea primary key,
    user_id uuid not null references app_user,
    idle_expires_at timestamptz not null,
    absolute_expires_at timestamptz not null,
    revoked_at timestamptz
  );
  create table student (
    id uuid primary key default gen_random_uuid(),
    admission_no text not null unique,
    given_name text not null,
    family_name text not null,
    sort_name text not null,
    class text not null,
    status text not null
  );
  create index student_by_name on student (sort_name, id);
  create table account (
    student_id uuid primary key references student,
    charged_minor bigint not null,
    allocated_minor bigint not null,
    credit_minor bigint not null
  ) with (fillfactor = 70);
  create table charge (
    id uuid primary key default gen_random_uuid(),
    student_id uuid not null references student,
    fee_code text not null,
    due_on date not null,
    priority int not null,
    outstanding_minor bigint not null check (outstanding_minor >= 0)
  ) with (fillfactor = 70);
  create index charge_oldest_first on charge (student_id, due_on, priority, id);
  create table payment (
    id uuid primary key,
    student_id uuid not null references student,
    user_id uuid not null references app_user,
    idempotency_key text not null,
    amount_minor bigint not null check (amount_minor > 0),
    credit_minor bigint not null,
    method text not null,
    effective_date date not null,
    recorded_at timestamptz not null,
    school_year text not null,
    receipt_no bigint not null,
    unique (user_id, idempotency_key),
    unique (school_year, receipt_no)
  );
  create index payment_by_student on payment (student_id);
  create table allocation (
    payment_id uuid not null references payment,
    charge_id uuid not null references charge,
    amount_minor bigint not null,
    primary key (payment_id, charge_id)
  );
  create table receipt_counter (
    school_year text primary key,
    last_no bigint not null
  ) with (fillfactor = 20);
`;

const STUDENTS = `
  insert into student (admission_no, given_name, family_name, sort_name, class, status)
  select 'B-' || lpad(n::text, 6, '0'), 'Student', 'Family ' || lpad(n::text, 6, '0'),
    'family ' || lpad(n::text, 6, '0') || ' student', 'Form ' || (1 + n % 6), 'active'
  from generate_series(1, $1::int) n`;

const CHARGES_OF_ALL = `
  insert into charge (student_id, fee_code, due_on, priority, outstanding_minor)
  select s.id, fee.code, fee.due_on, 100, fee.amount_minor
  from student s, unnest($1::text[], $2::date[], $3::bigint[]) fee (code, due_on, amount_minor)`;

const ACCOUNTS = `
  insert into account (student_id, charged_minor, allocated_minor, credit_minor)
  select student_id, sum(outstanding_minor), 0, 0 from charge group by student_id`;

const SESSION = `
  insert into session (token_hash, user_id, idle_expires_at, absolute_expires_at)
  values ($1, $2, now() + interval '1 hour', now() + interval '12 hours')`;

export interface FloorSeed {
  readonly students: number;
  /** SHA-256 of each cookie that counts. */
  readonly tokenHashes: readonly Buffer[];
}

/** Makes the tables and a school that has charged its term. */
export async function createFloorSchool(pool: Pool, seed: FloorSeed): Promise<void> {
  await pool.query(TABLES);
  const userId = crypto.randomUUID();
  await pool.query(`insert into app_user (id, username) values ($1, 'cashier')`, [userId]);
  for (const hash of seed.tokenHashes) await pool.query(SESSION, [hash, userId]);
  await pool.query(STUDENTS, [seed.students]);
  await pool.query(CHARGES_OF_ALL, [
    CHARGES.map(({ feeCode }) => feeCode),
    CHARGES.map(({ dueOn }) => dueOn),
    CHARGES.map(({ amountMinor }) => amountMinor),
  ]);
  await pool.query(ACCOUNTS);
}
