// The pages that register a student, correct one, and change a status, as they are drawn.
import type { LocalDate } from '../../kernel/local-date.js';
import type { StudentDetails } from '../../projections/student-directory/student.queries.js';
import type { ActionView, Field, FormProblem, FormView } from '../form-view-models.js';
import { studentPath, STUDENTS_PATH } from '../links.js';
import { personFields } from '../student-fields.js';
import type { PersonValues } from '../student-form.js';
import {
  REGISTER_PATH,
  studentDetailsPath,
  studentStatusPath,
  type StatusVerb,
} from '../student-links.js';

const STUDENTS = [{ text: 'Students', path: STUDENTS_PATH }];

export interface PersonFormState {
  readonly key: string;
  readonly values: PersonValues;
  readonly today: LocalDate;
  readonly problem?: FormProblem;
}

export function registerView(state: PersonFormState): ActionView {
  return {
    section: 'students',
    crumbs: STUDENTS,
    title: 'Register a student',
    about: 'Names, birth date and guardians are sealed: they can be forgotten, the books stay.',
    consequences: [
      'The student appears in the list with a balance of zero, and can be charged and pay at once.',
      'The admission number is taken; no other student can have it.',
    ],
    changes: [],
    form: formOf(REGISTER_PATH, state, personFields(state.values, true, state.today)),
    submit: { text: 'Register student', danger: false },
    refusedTitle: 'The student was not registered',
    cancelPath: STUDENTS_PATH,
  };
}

export function correctionForm(studentId: string, state: PersonFormState): FormView {
  const hidden = { revision: state.values['revision'] ?? '' };
  const fields = personFields(state.values, false, state.today);
  return { ...formOf(studentDetailsPath(studentId), state, fields), hidden };
}

export function statusView(
  student: StudentDetails,
  verb: StatusVerb,
  state: PersonFormState,
): ActionView {
  const name = `${student.givenName} ${student.familyName}`;
  const words = STATUS_WORDS[verb];
  return {
    section: 'students',
    crumbs: [...STUDENTS, { text: name, path: studentPath(student.id) }],
    title: words.title,
    about: `${name}, ${student.admissionNo}, ${student.class}, ${student.status}`,
    consequences: words.consequences,
    changes: [],
    form: formOf(studentStatusPath(student.id, verb), state, statusFields(state)),
    submit: { text: words.title, danger: false },
    refusedTitle: 'The status was not changed',
    cancelPath: studentDetailsPath(student.id),
  };
}

function statusFields({ values, today }: PersonFormState): Field[] {
  const value = values['effectiveDate'] ?? '';
  return [
    { kind: 'date', name: 'effectiveDate', label: 'Counts from', value, latest: today },
    {
      kind: 'long_text',
      name: 'reason',
      label: 'Reason',
      value: values['reason'] ?? '',
      charactersMax: 500,
      optional: true,
    },
  ];
}

function formOf(
  path: string,
  { key, problem }: PersonFormState,
  fields: readonly Field[],
): FormView {
  return { path, idempotencyKey: key, fields, ...(problem === undefined ? {} : { problem }) };
}

const CAN_STILL_PAY = 'What is owed stays owed, and can still be paid, refunded and adjusted.';

const STATUS_WORDS: Readonly<
  Record<StatusVerb, { readonly title: string; readonly consequences: readonly string[] }>
> = {
  withdraw: {
    title: 'Withdraw the student',
    consequences: ['Charge runs leave the student out from now on.', CAN_STILL_PAY],
  },
  graduate: {
    title: 'Graduate the student',
    consequences: ['Charge runs leave the student out from now on.', CAN_STILL_PAY],
  },
  readmit: {
    title: 'Readmit the student',
    consequences: ['The student is active again: the next charge run includes the student.'],
  },
};
