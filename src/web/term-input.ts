// A term as the form sent it, and the form as it is drawn.
import { isPlainText } from '../http/schema.js';
import { isLocalDate } from '../kernel/local-date.js';
import type { TermRequest } from '../modules/billing/index.js';
import { fieldText } from './form-body.js';
import { refuseWrong, type FieldOfCode, type Wrong } from './form-problem.js';
import type { Field, FormProblem, FormView } from './form-view-models.js';
import { TERMS_PATH } from './links.js';

const NAME_CHARACTERS_MAX = 100;

export type TermValues = Readonly<Record<'name' | 'schoolYear' | 'startsOn' | 'endsOn', string>>;

export const TERM_FIELD_OF_CODE: FieldOfCode = {
  outside_school_year: 'schoolYear',
  overlapping_term: 'startsOn',
  overlapping_school_year: 'schoolYear',
  ends_before_start: 'endsOn',
};

export function termValues(body: unknown): TermValues {
  return {
    name: fieldText(body, 'name'),
    schoolYear: fieldText(body, 'schoolYear'),
    startsOn: fieldText(body, 'startsOn'),
    endsOn: fieldText(body, 'endsOn'),
  };
}

/** @throws AppError `invalid` (`invalid_form`) naming the wrong fields. */
export function termRequestOf(values: TermValues): TermRequest {
  const [name, schoolYear] = [values.name.trim(), values.schoolYear.trim()];
  const [startsOn, endsOn] = [values.startsOn.trim(), values.endsOn.trim()];
  if (!isLocalDate(startsOn) || !isLocalDate(endsOn)) {
    refuseWrong([...wrongNames(name, schoolYear), ...wrongDays(startsOn, endsOn)]);
    throw new TypeError('a day is wrong, and nothing says so');
  }
  refuseWrong(wrongNames(name, schoolYear));
  return { name, schoolYear, startsOn, endsOn };
}

export interface TermFormState {
  readonly key: string;
  readonly values: TermValues;
  readonly problem?: FormProblem;
}

export function termForm({ key, values, problem }: TermFormState): FormView {
  const day = (name: 'startsOn' | 'endsOn', label: string): Field => ({
    kind: 'date',
    name,
    label,
    value: values[name],
  });
  const text = { kind: 'text', wide: true, charactersMax: NAME_CHARACTERS_MAX } as const;
  return {
    path: TERMS_PATH,
    idempotencyKey: key,
    fields: [
      { ...text, name: 'name', label: 'Name', value: values.name },
      { ...text, ...SCHOOL_YEAR, value: values.schoolYear },
      day('startsOn', 'First day'),
      day('endsOn', 'Last day'),
    ],
    ...(problem === undefined ? {} : { problem }),
  };
}

const SCHOOL_YEAR = {
  name: 'schoolYear',
  label: 'School year',
  charactersMax: 4,
  hint: 'The year in which it starts, such as 2026. It exists from its first term on.',
};

function wrongNames(name: string, schoolYear: string): Wrong[] {
  const isName = name !== '' && name.length <= NAME_CHARACTERS_MAX && isPlainText(name);
  const isYear = /^\d{4}$/.test(schoolYear);
  return [
    ...(isName ? [] : [['name', 'Enter a name, such as First Term (2027).'] as const]),
    ...(isYear ? [] : [['schoolYear', 'Enter the year in four digits, such as 2026.'] as const]),
  ];
}

function wrongDays(startsOn: string, endsOn: string): Wrong[] {
  return [
    ...(isLocalDate(startsOn) ? [] : [['startsOn', 'Enter the first day.'] as const]),
    ...(isLocalDate(endsOn) ? [] : [['endsOn', 'Enter the last day.'] as const]),
  ];
}
