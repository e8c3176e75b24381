// What a term adds up to, in total and by class, from the same rows as the lists: whoever shows it
// shares these statements, so that two pages can't differ (rule 19).
import { assert } from '../kernel/assert.js';
import { sum } from '../kernel/money.js';
import { minor } from './read-models.js';
import { classOnDay } from './student-class.js';

/** Minor units. Expected = charged − cancelled − adjusted = collected + outstanding. */
export interface TermFigures {
  readonly chargedMinor: bigint;
  readonly cancelledMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly expectedMinor: bigint;
  /** Allocated to the term's charges. */
  readonly collectedMinor: bigint;
  readonly outstandingMinor: bigint;
}

export interface ClassFigures extends TermFigures {
  readonly class: string;
  /** Students with a charge in the term that is not cancelled. */
  readonly students: number;
}

export interface TermSumsRow {
  readonly chargedMinor: number;
  readonly cancelledMinor: number;
  readonly adjustedMinor: number;
  readonly collectedMinor: number;
}

export interface ClassSumsRow extends TermSumsRow {
  readonly class: string;
  readonly students: number;
}

const SUMS = `coalesce(sum(st.charged_minor), 0) as "chargedMinor",
  coalesce(sum(st.cancelled_minor), 0) as "cancelledMinor",
  coalesce(sum(st.adjusted_minor), 0) as "adjustedMinor",
  coalesce(sum(st.allocated_minor), 0) as "collectedMinor"`;

/** `from`: the students of a term with their sums, `student_term st` and `student s`. */
export function studentsOfTerm(schema: string, term: string): string {
  return `${schema}.student_term st join ${schema}.student s
    on s.student_id = st.student_id and st.term_id = ${term}`;
}

/** One row. @param term  SQL of its id. */
export function termSums(schema: string, term: string): string {
  return `select ${SUMS} from ${studentsOfTerm(schema, term)}`;
}

/** A row a class. @param day  SQL of the day whose classes count. */
export function classSums(schema: string, { term, day }: { term: string; day: string }): string {
  return `select class, count(*) filter (where st.charges > 0) as students, ${SUMS}
    from (select ${classOnDay(schema, day)} as class, st.* from ${studentsOfTerm(schema, term)}) st
    group by class order by class`;
}

/** Zeros for a term that does not exist. */
export function figuresOf(row: TermSumsRow = NO_SUMS): TermFigures {
  const chargedMinor = minor(row.chargedMinor);
  const cancelledMinor = minor(row.cancelledMinor);
  const adjustedMinor = minor(row.adjustedMinor);
  const collectedMinor = minor(row.collectedMinor);
  const expectedMinor = chargedMinor - cancelledMinor - adjustedMinor;
  const outstandingMinor = expectedMinor - collectedMinor;
  const parts = { chargedMinor, cancelledMinor, adjustedMinor, expectedMinor };
  return { ...parts, collectedMinor, outstandingMinor };
}

const NO_SUMS: TermSumsRow = {
  chargedMinor: 0,
  cancelledMinor: 0,
  adjustedMinor: 0,
  collectedMinor: 0,
};

/** @throws AssertionFailed when the classes do not add up to the term. */
export function classFiguresOf(
  rows: readonly ClassSumsRow[],
  total: TermFigures,
): readonly ClassFigures[] {
  const classes = rows.map((row) => ({
    class: row.class,
    students: row.students,
    ...figuresOf(row),
  }));
  for (const name of ['expectedMinor', 'collectedMinor', 'outstandingMinor'] as const) {
    assert(sum(classes.map((row) => row[name])) === total[name], `${name} of the classes adds up`);
  }
  return classes;
}
