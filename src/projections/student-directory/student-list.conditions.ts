// Whom a list of students holds, and in which order, as SQL.
import type { Uuid } from '../../kernel/ids.js';
import { OUTSTANDING } from '../figures.js';
import { isClassOnDay, schoolDay } from '../student-class.js';

export type StudentStatus = 'active' | 'withdrawn' | 'graduated';

export const STUDENT_SORTS = ['name', 'admissionNo', '-outstanding'] as const;
export type StudentSort = (typeof STUDENT_SORTS)[number];

export interface ListRequest {
  /** Of the figures; the current one when absent. */
  readonly termId: Uuid | undefined;
  /** Rows to give. */
  readonly rows: number;
  /** Of asking: the day that it is at the school says which class counts. */
  readonly now: Date;
  /** LIKE patterns that must all match. */
  readonly patterns: readonly string[];
  readonly class: string | undefined;
  readonly status: string | undefined;
  readonly paymentStatus: string | undefined;
  readonly sort: StudentSort;
  /** Sort value and id of the row before the first. */
  readonly after: readonly [string, Uuid] | undefined;
}

export const ORDER: Record<StudentSort, string> = {
  name: 's.sort_name, s.student_id',
  admissionNo: 's.admission_no, s.student_id',
  '-outstanding': `coalesce(${OUTSTANDING}, 0) desc, s.sort_name, s.student_id`,
};

/** Parameters that every statement of the list shares; the first is the term. */
export const ROWS_PARAMETER = '$2';
export const NOW_PARAMETER = '$3::timestamptz';

/** Parameters of a list in their order, and how to add one. */
export class ListParameters {
  readonly values: unknown[];

  constructor({ termId, rows, now }: ListRequest) {
    this.values = [termId ?? null, rows, now.toISOString()];
  }

  /** Its place in the statement. */
  add(value: unknown, type: string): string {
    return `$${this.values.push(value)}::${type}`;
  }
}

/** Conditions over `student s`, by schema; only those that are asked for. */
export function conditionsOf(
  request: ListRequest,
  parameters: ListParameters,
): (schema: string) => string[] {
  const { patterns, status, sort, after } = request;
  const conditions: string[] = [];
  const words = patterns.length > 0 && parameters.add(patterns, 'text[]');
  if (words !== false) conditions.push(`s.search_text like all (${words})`);
  if (status !== undefined) conditions.push(`s.status = ${parameters.add(status, 'text')}`);
  if (after !== undefined) {
    const [value, id] = [parameters.add(after[0], 'text'), parameters.add(after[1], 'uuid')];
    conditions.push(`(${ORDER[sort]}) > (${value}, ${id})`);
  }
  if (request.class === undefined) return () => conditions;
  const wanted = parameters.add(request.class, 'text');
  return (schema) => [
    ...conditions,
    isClassOnDay(schema, schoolDay(schema, NOW_PARAMETER), wanted),
  ];
}
