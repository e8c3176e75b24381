// What can happen to school years and terms. All terms are in one stream, `calendar-main`, so that
// "no overlap" and "one current term" are rules of one stream.
import type { Fact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';

export interface SchoolYearDefinedData {
  /** The year it starts in, such as "2026". */
  readonly schoolYear: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
}

export interface TermScheduledData {
  readonly termId: Uuid;
  readonly schoolYear: string;
  /** As the school calls it: "Second Term (2026)". */
  readonly name: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
}

/** It becomes the current term; others that are open stay open. */
export interface TermOpenedData {
  readonly termId: Uuid;
}

export type SchoolYearDefined = Fact<'SchoolYearDefined', SchoolYearDefinedData>;
export type TermScheduled = Fact<'TermScheduled', TermScheduledData>;
export type TermOpened = Fact<'TermOpened', TermOpenedData>;

export type CalendarFact = SchoolYearDefined | TermScheduled | TermOpened;

export const CALENDAR_STREAM = 'calendar-main';
