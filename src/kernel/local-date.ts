// A school day: `YYYY-MM-DD` without a zone. "Today" is the school's, whatever the server's zone is,
// so daylight-saving changes move no due date (rule 20).
import { AppError } from './app-error.js';

/** `YYYY-MM-DD`, a day that exists. Comparable with `<` because it is fixed-width. */
export type LocalDate = string & { readonly __localDate: unique symbol };

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether the text is a day of the calendar: `2026-02-30` is not. */
export function isLocalDate(text: string): text is LocalDate {
  const match = SHAPE.exec(text);
  if (match === null || match[1] === '0000') return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** @throws AppError `invalid` (`invalid_date`) when the text is no day of the calendar. */
export function localDate(text: string): LocalDate {
  if (isLocalDate(text)) return text;
  throw new AppError('invalid', `"${text}" is no date (YYYY-MM-DD).`, { code: 'invalid_date' });
}

/** The day of an instant in an IANA time zone. */
export function localDateOf(instant: Date, timeZone: string): LocalDate {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return localDate(format.format(instant));
}

/** The later of several days. */
export function latest(...dates: [LocalDate, ...LocalDate[]]): LocalDate {
  return dates.reduce((late, date) => (date > late ? date : late));
}

/** The day `days` after (negative: before) a day. */
export function plusDays(date: LocalDate, days: number): LocalDate {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return localDate(moved.toISOString().slice(0, 10));
}
