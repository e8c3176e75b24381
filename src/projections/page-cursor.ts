// The place where a page ended, as an opaque text. It carries the filters and the order of its list,
// so it can't be continued under other ones without being noticed (rule 18).
import { z } from 'zod';
import { AppError } from '../kernel/app-error.js';

const CURSOR = z.strictObject({
  filters: z.record(z.string(), z.string()),
  /** Sort value and id of the last row that was given. */
  after: z.tuple([z.string(), z.uuid()]),
});

export type PageCursor = z.output<typeof CURSOR>;

export type Filters = Readonly<Record<string, string | undefined>>;

export function encodeCursor(filters: Filters, after: PageCursor['after']): string {
  return Buffer.from(JSON.stringify({ filters, after })).toString('base64url');
}

/**
 * The place, and the filters that belong to it; a filter that is not given is the cursor's.
 * @throws AppError `invalid` (`bad_cursor`) for a text that is no cursor, or other filters.
 */
export function decodeCursor(text: string, given: Filters): PageCursor {
  const cursor = CURSOR.safeParse(jsonOf(text));
  if (!cursor.success) throw badCursor('is not one that this list gave');
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && value !== cursor.data.filters[name]) {
      throw badCursor(`belongs to another "${name}"`);
    }
  }
  return cursor.data;
}

export function badCursor(reason: string): AppError {
  return new AppError('invalid', `The cursor ${reason}; start again without it.`, {
    code: 'bad_cursor',
    errors: [{ path: 'cursor', code: 'bad_cursor', message: reason }],
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
