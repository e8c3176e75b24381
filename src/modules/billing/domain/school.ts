// The school: one per installation. Its currency and time zone are settled with the first charge,
// because every amount and every day of the books is written in them.
import { absurd } from '../../../kernel/assert.js';
import { AppError } from '../../../kernel/app-error.js';
import type { Fold, NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import { localDate, type LocalDate } from '../../../kernel/local-date.js';
import {
  amountFromEvent,
  amountToEvent,
  currencyExponent,
  type Currency,
} from '../../../kernel/money.js';
import type { SchoolConfiguredData, SchoolFact } from './school.events.js';

export interface SchoolSettings {
  readonly name: string;
  readonly currency: Currency;
  readonly timeZone: string;
  /** `MM-DD`, a day of every year. */
  readonly schoolYearStartsOn: string;
  readonly fourEyesLimitMinor: bigint;
  readonly retentionYears: number;
}

export interface School extends SchoolSettings {
  readonly schoolId: Uuid;
  /** Digits after the point of the currency: 0, 2 or 3. */
  readonly currencyExponent: number;
}

/** Absent before the first start has configured it. */
export type SchoolState = School | undefined;

export const schoolFold: Fold<SchoolState, SchoolFact> = {
  initialState: undefined,
  evolve: (_before, fact) =>
    fact.type === 'SchoolConfigured' ? schoolOf(fact.data) : absurd(fact.type),
};

/**
 * Sets all settings at once; nothing when they are as they were.
 * @param isCharged  Whether any charge exists in the books.
 * @throws AppError `conflict` (`currency_is_settled`, `time_zone_is_settled`) once one does ·
 *   `invalid` (`invalid_school_year_start`) for a day that is not in every year.
 */
export function configureSchool(
  before: SchoolState,
  settings: SchoolSettings & { schoolId: Uuid },
  isCharged: boolean,
): NewFact<SchoolFact>[] {
  assertEveryYear(settings.schoolYearStartsOn);
  if (before !== undefined && isCharged) assertSettled(before, settings);
  const data = dataOf(before?.schoolId ?? settings.schoolId, settings);
  if (before !== undefined && sameData(data, dataOf(before.schoolId, before))) return [];
  return [{ type: 'SchoolConfigured', data }];
}

/** Whether new settings would change what is settled with the first charge. */
export function touchesWhatIsSettled(before: School, settings: SchoolSettings): boolean {
  return before.currency !== settings.currency || before.timeZone !== settings.timeZone;
}

/** Name of the school year that holds a day: the year it starts in, such as "2026". */
export function schoolYearOf(day: LocalDate, schoolYearStartsOn: string): string {
  const year = day.slice(0, 4);
  return day.slice(5) >= schoolYearStartsOn ? year : String(Number(year) - 1).padStart(4, '0');
}

/** First day of a school year. */
export function schoolYearStart(schoolYear: string, schoolYearStartsOn: string): LocalDate {
  return localDate(`${schoolYear}-${schoolYearStartsOn}`);
}

function schoolOf(data: SchoolConfiguredData): School {
  return {
    schoolId: data.schoolId,
    name: data.name,
    currency: data.currency,
    currencyExponent: Number(data.currencyExponent),
    timeZone: data.timeZone,
    schoolYearStartsOn: data.schoolYearStartsOn,
    fourEyesLimitMinor: amountFromEvent(data.fourEyesLimitMinor),
    retentionYears: Number(data.retentionYears),
  };
}

function dataOf(schoolId: Uuid, settings: SchoolSettings): SchoolConfiguredData {
  return {
    schoolId,
    name: settings.name,
    currency: settings.currency,
    currencyExponent: String(currencyExponent(settings.currency)),
    timeZone: settings.timeZone,
    schoolYearStartsOn: settings.schoolYearStartsOn,
    fourEyesLimitMinor: amountToEvent(settings.fourEyesLimitMinor),
    retentionYears: String(settings.retentionYears),
  };
}

function sameData(a: SchoolConfiguredData, b: SchoolConfiguredData): boolean {
  return (Object.keys(a) as (keyof SchoolConfiguredData)[]).every((key) => a[key] === b[key]);
}

function assertSettled(before: School, settings: SchoolSettings): void {
  if (before.currency !== settings.currency) {
    throw settled('currency_is_settled', `The books are kept in ${before.currency}.`);
  }
  if (before.timeZone !== settings.timeZone) {
    throw settled('time_zone_is_settled', `The books are kept in the days of ${before.timeZone}.`);
  }
}

function settled(code: string, why: string): AppError {
  return new AppError('conflict', `${why} That can't change once a charge exists.`, { code });
}

/** A leap day would leave three years of four without a start. */
function assertEveryYear(monthAndDay: string): void {
  if (/^\d{2}-\d{2}$/.test(monthAndDay) && isDayOf(2025, monthAndDay)) return;
  throw new AppError('invalid', `"${monthAndDay}" is no day (MM-DD) of every year.`, {
    code: 'invalid_school_year_start',
  });
}

function isDayOf(year: number, monthAndDay: string): boolean {
  const date = new Date(`${year}-${monthAndDay}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(5, 10) === monthAndDay;
}
