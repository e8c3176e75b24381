// Questions to the rows of the version that is written, inside the transaction of the batch: each over
// all ids of a kind at once, by the primary key, and not asked at all for none.
import type { Uuid } from '../../kernel/ids.js';
import type { ReadModelPlace } from '../runner/read-model.js';
import { NO_TERM } from './account.tables.js';

/** One line of an allocation, in the account of a student. */
export interface AllocationLine {
  readonly studentId: Uuid;
  readonly allocationId: string;
}

export function lineKey({ studentId, allocationId }: AllocationLine): string {
  return `${studentId} ${allocationId}`;
}

/** From `lineKey` to charge. */
export async function chargesOfLines(
  { transaction, schema }: ReadModelPlace,
  lines: readonly AllocationLine[],
): Promise<[string, Uuid][]> {
  if (lines.length === 0) return [];
  const { rows } = await transaction.query<{ studentId: Uuid; line: number; chargeId: Uuid }>(
    `select student_id as "studentId", allocation_id as line, charge_id as "chargeId"
     from ${schema}.allocation
     where (student_id, allocation_id) in (select * from unnest($1::uuid[], $2::int4[]))`,
    [lines.map(({ studentId }) => studentId), lines.map((line) => Number(line.allocationId))],
  );
  return rows.map(({ studentId, line, chargeId }) => [
    lineKey({ studentId, allocationId: String(line) }),
    chargeId,
  ]);
}

/** From refund to payment. @param refunds  With the student of each. */
export function paymentsOfRefunds(
  place: ReadModelPlace,
  refunds: ReadonlyMap<Uuid, Uuid>,
): Promise<[Uuid, Uuid][]> {
  return named(place, { table: 'refund', key: 'refund_id', value: 'payment_id' }, refunds);
}

/** From charge to term. @param charges  With the student of each. */
export function termsOfCharges(
  place: ReadModelPlace,
  charges: ReadonlyMap<Uuid, Uuid>,
): Promise<[Uuid, Uuid][]> {
  const value = `coalesce(term_id, '${NO_TERM}')`;
  return named(place, { table: 'charge', key: 'charge_id', value }, charges);
}

async function named(
  { transaction, schema }: ReadModelPlace,
  { table, key, value }: { table: string; key: string; value: string },
  students: ReadonlyMap<Uuid, Uuid>,
): Promise<[Uuid, Uuid][]> {
  if (students.size === 0) return [];
  const { rows } = await transaction.query<{ id: Uuid; value: Uuid }>(
    `select ${key} as id, ${value} as value from ${schema}.${table}
     where (student_id, ${key}) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [[...students.values()], [...students.keys()]],
  );
  return rows.map((row) => [row.id, row.value]);
}
