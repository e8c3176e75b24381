// Where a preview goes on. The cursor carries term and class: it goes on under them when it is sent
// alone, and is refused under others, not silently wrong (rule 18).
import { z } from 'zod';
import { isPlainText } from '../../../http/schema.js';
import { AppError } from '../../../kernel/app-error.js';
import type { Uuid } from '../../../kernel/ids.js';

/** Last student given, term, and class; an empty class is every class. */
const CURSOR = z.tuple([
  z.uuid(),
  z.uuid(),
  z.string().refine((text) => text === '' || (isPlainText(text) && text.isWellFormed())),
]);

export interface PreviewPlace {
  readonly class?: string;
  /** Absent on the first page. */
  readonly after?: Uuid;
}

/** The text that goes on behind a student. */
export function previewCursor(after: Uuid, termId: Uuid, studentClass: string | undefined): string {
  const text = JSON.stringify([after, termId, studentClass ?? '']);
  return Buffer.from(text, 'utf8').toString('base64url');
}

/** @throws AppError `invalid` (`bad_cursor`) for a text that no preview gave, or another's. */
export function previewPlace(
  termId: Uuid,
  asked: { readonly class?: string; readonly cursor?: string },
): PreviewPlace {
  if (asked.cursor === undefined) return asked.class === undefined ? {} : { class: asked.class };
  const carried = CURSOR.safeParse(jsonOf(asked.cursor));
  if (!carried.success) throw badCursor();
  const [after, ofTerm, ofClass] = carried.data;
  if (ofTerm !== termId || (asked.class ?? ofClass) !== ofClass) throw badCursor();
  return ofClass === '' ? { after } : { after, class: ofClass };
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function badCursor(): AppError {
  return new AppError('invalid', 'The cursor is not one of this list with these filters.', {
    code: 'bad_cursor',
  });
}
