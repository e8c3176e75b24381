// Where a list of students goes on. What stands in a cursor is judged like what stands in an address:
// it may have been made by hand, and a page under filters that don't exist would be empty in silence.
import { z } from 'zod';
import { isUuid, type Uuid } from '../../kernel/ids.js';
import { paymentStatusSchema, studentStatusSchema } from '../api-schemas.js';
import { badCursor, decodeCursor } from '../page-cursor.js';
import { STUDENT_SORTS, type StudentSort } from './student-list.conditions.js';
import type { ListRow } from './student-list.statement.js';

/** What a cursor of this list may carry. */
const FILTERS = z.strictObject({
  q: z.string().optional(),
  class: z.string().optional(),
  status: studentStatusSchema.optional(),
  paymentStatus: paymentStatusSchema.optional(),
  termId: z.string().refine(isUuid).optional(),
  sort: z.enum(STUDENT_SORTS).optional(),
});

export type ListFilters = z.output<typeof FILTERS>;

export interface ListPlace {
  readonly filters: ListFilters;
  /** Sort value and id of the row before the first; absent on the first page. */
  readonly after?: readonly [string, Uuid];
}

/**
 * @throws AppError `invalid` (`bad_cursor`) for a text that this list never gave, other filters than
 *   those it carries, and a list that has one page.
 */
export function placeOf(
  asked: ListFilters & { readonly limit: number; readonly cursor?: string | undefined },
): ListPlace {
  const { limit: _limit, cursor, ...given } = asked;
  if (cursor === undefined) return { filters: given };
  const carried = decodeCursor(cursor, given);
  const filters = FILTERS.safeParse(carried.filters);
  const [value] = carried.after;
  if (!filters.success || isUnstorable(value)) throw badCursor('is not one that this list gave');
  if (filters.data.sort === '-outstanding') throw badCursor('belongs to a list without pages');
  return { filters: filters.data, after: carried.after };
}

export function placeAfter(page: readonly ListRow[], sort: StudentSort): [string, Uuid] {
  const last = page.at(-1);
  if (last === undefined) throw badCursor('has no rows before it');
  return [sort === 'admissionNo' ? last.admissionNo : last.sortName, last.id];
}

/** No text of Postgres holds a NUL, or half of a surrogate pair. */
function isUnstorable(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}
