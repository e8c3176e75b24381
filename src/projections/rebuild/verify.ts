// What a rebuilt version must satisfy before anybody reads it: the same money on both sides of every
// sum, as many rows as facts, and students folded from their own streams to the same figures.
import type { Pool } from 'pg';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import type { Checkpoint } from '../runner/checkpoint.js';
import type { AccountFigures, LiveFold } from './live-fold.js';

/** Minor units over all accounts (a school has one currency), and row counts. */
export type ControlTotals = Readonly<Record<string, string>>;

export interface VersionToVerify {
  readonly schema: string;
  readonly checkpoint: Checkpoint;
  /** Events applied, by type. */
  readonly counts: ReadonlyMap<string, number>;
}

const STUDENTS_FOLDED_MAX = 200;
/** While one stream is folded the store reads the others. */
const FOLDED_AT_ONCE = 4;

/** @throws AppError `internal` (`rebuild_differs`) naming the first difference. */
export async function verifyVersion(
  { pool, liveFold }: { pool: Pool; liveFold: LiveFold },
  version: VersionToVerify,
): Promise<ControlTotals> {
  const { rows } = await pool.query<Record<string, bigint>>(totalsStatement(version.schema));
  const totals = rows[0] ?? {};
  for (const [one, other] of EQUAL_TOTALS) assertEqual(one, totals[one], totals[other]);
  for (const [type, name] of ROWS_OF_FACTS) {
    assertEqual(name, totals[name], BigInt(version.counts.get(type) ?? 0));
  }
  await assertLiveFolds(pool, liveFold, version);
  return Object.fromEntries(Object.entries(totals).map(([name, total]) => [name, `${total}`]));
}

const EQUAL_TOTALS: readonly (readonly [string, string])[] = [
  ['chargedMinor', 'chargesMinor'],
  ['chargedMinor', 'termsChargedMinor'],
  ['paidMinor', 'paymentsMinor'],
  ['allocatedMinor', 'allocationsMinor'],
  ['allocatedMinor', 'chargesAllocatedMinor'],
  ['allocatedMinor', 'paymentsAllocatedMinor'],
  ['allocatedMinor', 'termsAllocatedMinor'],
];

const ROWS_OF_FACTS: readonly (readonly [string, string])[] = [
  ['StudentRegistered', 'students'],
  ['AccountOpened', 'accounts'],
  ['ChargeRaised', 'charges'],
  ['PaymentRecorded', 'payments'],
  ['ReceiptIssued', 'receipts'],
  ['TermScheduled', 'terms'],
  ['ChargeRunPlanned', 'chargeRuns'],
];

function totalsStatement(schema: string): string {
  const sum = (table: string, column: string) =>
    `(select coalesce(sum(${column}), 0) from ${schema}.${table})`;
  const count = (table: string) => `(select count(*) from ${schema}.${table})`;
  return `select ${sum('account', 'charged_minor')} as "chargedMinor",
    ${sum('charge', 'amount_minor')} as "chargesMinor",
    ${sum('student_term', 'charged_minor')} as "termsChargedMinor",
    ${sum('account', 'paid_minor')} as "paidMinor",
    ${sum('payment', 'amount_minor')} as "paymentsMinor",
    ${sum('account', 'allocated_minor')} as "allocatedMinor",
    ${sum('allocation', 'amount_minor - released_minor')} as "allocationsMinor",
    ${sum('charge', 'allocated_minor')} as "chargesAllocatedMinor",
    ${sum('payment', 'allocated_minor')} as "paymentsAllocatedMinor",
    ${sum('student_term', 'allocated_minor')} as "termsAllocatedMinor",
    ${count('student')} as students, ${count('account')} as accounts,
    ${count('charge')} as charges, ${count('payment')} as payments,
    ${count('receipt')} as receipts, ${count('term')} as terms,
    ${count('charge_run')} as "chargeRuns"`;
}

async function assertLiveFolds(
  pool: Pool,
  liveFold: LiveFold,
  { schema, checkpoint }: VersionToVerify,
): Promise<void> {
  // Any sample does, and each rebuild takes another one.
  const { rows } = await pool.query<AccountFigures & { studentId: Uuid }>(
    `select student_id as "studentId", charged_minor as "chargedMinor",
       cancelled_minor as "cancelledMinor", adjusted_minor as "adjustedMinor",
       allocated_minor as "allocatedMinor", paid_minor as "paidMinor",
       reversed_minor as "reversedMinor", refunded_minor as "refundedMinor"
     from ${schema}.account
     where student_id not in (select student_id from ${schema}.parked)
     order by random() limit ${STUDENTS_FOLDED_MAX}`,
  );
  const assertOne = async ({ studentId, ...figures }: (typeof rows)[number]) => {
    const live = await liveFold(studentId, checkpoint.commit);
    for (const [name, amountMinor] of Object.entries(figures)) {
      const what = `${name} of student ${studentId}`;
      assertEqual(what, amountMinor, live[name as keyof AccountFigures]);
    }
  };
  for (let first = 0; first < rows.length; first += FOLDED_AT_ONCE) {
    await Promise.all(rows.slice(first, first + FOLDED_AT_ONCE).map(assertOne));
  }
}

function assertEqual(what: string, found: bigint | undefined, expected: bigint | undefined): void {
  if (found === expected) return;
  throw new AppError('internal', `The rebuilt ${what} is ${found} and should be ${expected}.`, {
    code: 'rebuild_differs',
  });
}
