// A page of students with what they owe: keyset over (name, id), two tables joined.
import type { Pool } from 'pg';
import { CURRENCY } from '../school/sample-books.js';

const PAGE = {
  name: 'page',
  text: `select s.id, s.admission_no, s.given_name, s.family_name, s.class, s.status, s.sort_name,
      a.charged_minor, a.allocated_minor, a.credit_minor
    from student s join account a on a.student_id = s.id
    where (s.sort_name, s.id) > ($1, $2) order by s.sort_name, s.id limit $3`,
};

const BEFORE_ALL = { sortName: '', id: '00000000-0000-0000-0000-000000000000' };

interface Row {
  readonly id: string;
  readonly admission_no: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly class: string;
  readonly status: string;
  readonly sort_name: string;
  readonly charged_minor: string;
  readonly allocated_minor: string;
  readonly credit_minor: string;
}

/** @param cursor  Of the page before; absent for the first page. */
export async function listStudents(pool: Pool, page: { limit: number; cursor?: string }) {
  const after = page.cursor === undefined ? BEFORE_ALL : placeOf(page.cursor);
  const { rows } = await pool.query<Row>({
    ...PAGE,
    values: [after.sortName, after.id, page.limit + 1],
  });
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  const more = rows.length > items.length && last !== undefined;
  return { items: items.map(itemOf), ...(more ? { nextCursor: cursorOf(last) } : {}) };
}

function itemOf(row: Row) {
  const outstandingMinor = Number(row.charged_minor) - Number(row.allocated_minor);
  const creditMinor = Number(row.credit_minor);
  return {
    id: row.id,
    admissionNo: row.admission_no,
    givenName: row.given_name,
    familyName: row.family_name,
    class: row.class,
    status: row.status,
    balance: {
      currency: CURRENCY,
      chargedMinor: Number(row.charged_minor),
      adjustedMinor: 0,
      paidMinor: Number(row.allocated_minor),
      outstandingMinor,
      creditMinor,
      paymentStatus: statusOf(outstandingMinor, creditMinor, row.allocated_minor),
    },
    netMinor: outstandingMinor - creditMinor,
  };
}

/** The payment status of a term, as the product tells it; charges are never without amount here. */
export function statusOf(outstandingMinor: number, creditMinor: number, allocated: string): string {
  if (outstandingMinor === 0) return creditMinor > 0 ? 'CREDIT' : 'PAID';
  return allocated === '0' ? 'UNPAID' : 'PARTIAL';
}

function cursorOf({ sort_name: sortName, id }: Row): string {
  return Buffer.from(JSON.stringify({ sortName, id })).toString('base64url');
}

function placeOf(cursor: string): typeof BEFORE_ALL {
  return JSON.parse(Buffer.from(cursor, 'base64url').toString()) as typeof BEFORE_ALL;
}
