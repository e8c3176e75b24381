// The calendar: school years and their terms. A term goes `scheduled → open`; the one opened last is
// the current one. A school year exists from its first term on.
import { absurd, present } from '../../../kernel/assert.js';
import { AppError } from '../../../kernel/app-error.js';
import type { Fold, NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import { plusDays, type LocalDate } from '../../../kernel/local-date.js';
import type { CalendarFact, SchoolYearDefinedData } from './calendar.events.js';
import { schoolYearStart } from './school.js';

export type TermStatus = 'scheduled' | 'open';

export interface Term {
  readonly termId: Uuid;
  readonly schoolYear: string;
  readonly name: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly status: TermStatus;
}

export interface Calendar {
  readonly schoolYears: ReadonlyMap<string, SchoolYearDefinedData>;
  /** In the order in which they were scheduled. */
  readonly terms: ReadonlyMap<Uuid, Term>;
  /** The term opened last. */
  readonly currentTermId: Uuid | undefined;
}

export interface TermToSchedule {
  readonly termId: Uuid;
  readonly schoolYear: string;
  readonly name: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
}

export const calendarFold: Fold<Calendar, CalendarFact> = {
  initialState: { schoolYears: new Map(), terms: new Map(), currentTermId: undefined },
  evolve,
};

/**
 * Schedules a term; its school year is defined with it when it is the year's first.
 * @param schoolYearStartsOn  The school's setting, `MM-DD`.
 * @throws AppError `invalid` (`ends_before_start`, `outside_school_year`) · `conflict`
 *   (`overlapping_term`, `overlapping_school_year`).
 */
export function scheduleTerm(
  calendar: Calendar,
  term: TermToSchedule,
  schoolYearStartsOn: string,
): NewFact<CalendarFact>[] {
  assertForward(term);
  const known = calendar.schoolYears.get(term.schoolYear);
  const year = known ?? schoolYearFrom(term.schoolYear, schoolYearStartsOn);
  if (term.startsOn < year.startsOn || term.endsOn > year.endsOn) {
    throw new AppError(
      'invalid',
      `School year ${term.schoolYear} runs from ${year.startsOn} to ${year.endsOn}.`,
      { code: 'outside_school_year', extra: { startsOn: year.startsOn, endsOn: year.endsOn } },
    );
  }
  assertNoOverlap(calendar, term, known === undefined ? year : undefined);
  const scheduled: CalendarFact = { type: 'TermScheduled', data: { ...term } };
  return known === undefined ? [{ type: 'SchoolYearDefined', data: year }, scheduled] : [scheduled];
}

/** @throws AppError `not_found` (`term_not_found`) · `conflict` (`invalid_status`). */
export function openTerm(calendar: Calendar, termId: Uuid): NewFact<CalendarFact>[] {
  const term = termOf(calendar, termId);
  if (term.status === 'scheduled') return [{ type: 'TermOpened', data: { termId } }];
  throw new AppError('conflict', `${term.name} is ${term.status}; only a scheduled term opens.`, {
    code: 'invalid_status',
    extra: { status: term.status },
  });
}

/** @throws AppError `not_found` (`term_not_found`). */
export function termOf(calendar: Calendar, termId: Uuid): Term {
  const term = calendar.terms.get(termId);
  if (term !== undefined) return term;
  throw new AppError('not_found', `There is no term ${termId}.`, { code: 'term_not_found' });
}

function evolve(calendar: Calendar, fact: CalendarFact): Calendar {
  switch (fact.type) {
    case 'SchoolYearDefined': {
      const schoolYears = new Map(calendar.schoolYears);
      return { ...calendar, schoolYears: schoolYears.set(fact.data.schoolYear, fact.data) };
    }
    case 'TermScheduled':
      return withTerm(calendar, { ...fact.data, status: 'scheduled' });
    case 'TermOpened': {
      const { termId } = fact.data;
      const term = present(calendar.terms.get(termId), `term ${termId}`);
      return { ...withTerm(calendar, { ...term, status: 'open' }), currentTermId: termId };
    }
    default:
      return absurd(fact);
  }
}

function withTerm(calendar: Calendar, term: Term): Calendar {
  return { ...calendar, terms: new Map(calendar.terms).set(term.termId, term) };
}

function schoolYearFrom(schoolYear: string, schoolYearStartsOn: string): SchoolYearDefinedData {
  const next = String(Number(schoolYear) + 1).padStart(4, '0');
  return {
    schoolYear,
    startsOn: schoolYearStart(schoolYear, schoolYearStartsOn),
    endsOn: plusDays(schoolYearStart(next, schoolYearStartsOn), -1),
  };
}

function assertForward(term: TermToSchedule): void {
  if (term.startsOn <= term.endsOn) return;
  throw new AppError('invalid', `${term.name} would end (${term.endsOn}) before it starts.`, {
    code: 'ends_before_start',
  });
}

function assertNoOverlap(
  calendar: Calendar,
  term: TermToSchedule,
  newYear: SchoolYearDefinedData | undefined,
): void {
  for (const year of newYear === undefined ? [] : calendar.schoolYears.values()) {
    if (newYear === undefined || !overlaps(newYear, year)) continue;
    const message = `School year ${newYear.schoolYear} would overlap ${year.schoolYear}.`;
    throw new AppError('conflict', message, { code: 'overlapping_school_year' });
  }
  for (const other of calendar.terms.values()) {
    if (!overlaps(term, other)) continue;
    const message = `${term.name} would overlap ${other.name} (${other.startsOn}–${other.endsOn}).`;
    throw new AppError('conflict', message, { code: 'overlapping_term' });
  }
}

interface Span {
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
}

function overlaps(a: Span, b: Span): boolean {
  return a.startsOn <= b.endsOn && b.startsOn <= a.endsOn;
}
