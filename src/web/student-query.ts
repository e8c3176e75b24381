// The filters of the list as they stand in the address. A filter that is none is refused, never a
// silently empty page (rule 18).
import { isPlainText } from '../http/schema.js';
import { AppError } from '../kernel/app-error.js';
import { filledText } from './form-body.js';
import { PAYMENT_STATUSES, STUDENT_SORTS, STUDENT_STATUSES } from './links.js';
import type { StudentFilter } from './view-models.js';

const TEXT_LENGTH_MAX = 100;

export interface StudentQuery {
  readonly filter: StudentFilter;
  readonly cursor?: string;
}

/** @throws AppError `invalid` (`invalid_filter`) for a value that the list does not know. */
export function studentQueryOf(query: unknown): StudentQuery {
  const cursor = filledText(query, 'cursor');
  const filter = {
    q: shortText(query, 'q'),
    class: shortText(query, 'class'),
    status: oneOf(query, 'status', STUDENT_STATUSES),
    paymentStatus: oneOf(query, 'paymentStatus', PAYMENT_STATUSES),
  };
  return {
    filter: { ...withoutAbsent(filter), sort: oneOf(query, 'sort', STUDENT_SORTS) ?? 'name' },
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function shortText(query: unknown, name: string): string | undefined {
  const text = filledText(query, name);
  if (text !== undefined && !(isPlainText(text) && text.isWellFormed())) {
    throw invalidFilter(name, 'holds characters that no name has');
  }
  if (text === undefined || text.length <= TEXT_LENGTH_MAX) return text;
  throw invalidFilter(name, `has more than ${TEXT_LENGTH_MAX} characters`);
}

function oneOf<T extends string>(
  query: unknown,
  name: string,
  values: readonly T[],
): T | undefined {
  const text = filledText(query, name);
  if (text === undefined) return undefined;
  const value = values.find((candidate) => candidate === text);
  if (value === undefined) throw invalidFilter(name, `is none of ${values.join(', ')}`);
  return value;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutAbsent<T extends object>(filter: T): Present<T> {
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined),
  ) as Present<T>;
}

function invalidFilter(name: string, reason: string): AppError {
  return new AppError('invalid', `The filter "${name}" ${reason}.`, {
    code: 'invalid_filter',
    errors: [{ path: name, code: 'invalid_filter', message: reason }],
  });
}
