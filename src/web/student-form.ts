// The details of a student as a form holds them, and read strictly.
import { z } from 'zod';
import { isPlainText } from '../http/schema.js';
import { isLocalDate, plusDays, type LocalDate } from '../kernel/local-date.js';
import type { Guardian } from '../modules/students/index.js';
import type { StudentDetails } from '../projections/student-directory/student.queries.js';
import { fieldText } from './form-body.js';
import type { FieldOfCode, Wrong } from './form-problem.js';

export type PersonValues = Readonly<Record<string, string>>;

const CHARACTERS_MAX = { admissionNo: 32, givenName: 100, familyName: 100, class: 40 } as const;
export const GUARDIAN_NUMBERS: readonly number[] = [0, 1, 2];
const PHONE_CHARACTERS_MAX = 40;
const EMAIL = z.email().max(254);

export const PERSON_FIELD_OF_CODE: FieldOfCode = {
  duplicate_admission_no: 'admissionNo',
  effective_date_too_early: 'classFrom',
};

export const GUARDIAN_PARTS = ['name', 'phone', 'email'] as const;

export function guardianField(number: number, part: string): string {
  return `guardian.${number}.${part}`;
}

const NAMES: readonly string[] = [
  'admissionNo givenName familyName class classFrom enrolledOn birthDate revision'.split(' '),
  GUARDIAN_NUMBERS.flatMap((number) => GUARDIAN_PARTS.map((part) => guardianField(number, part))),
].flat();

/** What was typed, as it was typed. */
export function personValues(body: unknown): PersonValues {
  return Object.fromEntries(NAMES.map((name) => [name, fieldText(body, name)]));
}

/** What is known of a student, as a form holds it. */
export function personOf(student: StudentDetails, today: LocalDate): PersonValues {
  const guardians = student.guardians.flatMap(({ name, phone = '', email = '' }, i) => [
    [guardianField(i, 'name'), name],
    [guardianField(i, 'phone'), phone],
    [guardianField(i, 'email'), email],
  ]);
  return {
    admissionNo: student.admissionNo,
    givenName: student.givenName,
    familyName: student.familyName,
    class: student.class,
    classFrom: nextClassDay(student, today),
    birthDate: student.birthDate ?? '',
    revision: String(student.revision),
    ...(Object.fromEntries(guardians) as PersonValues),
  };
}

/** Today, or the first day on which another class can begin. */
function nextClassDay({ classes }: StudentDetails, today: LocalDate): LocalDate {
  const last = classes.at(-1);
  return last === undefined || last.from < today ? today : plusDays(last.from, 1);
}

/** Wrong fields of the details that every student has. */
export function wrongPerson(values: PersonValues): Wrong[] {
  return [
    ...wrongText(values, 'admissionNo', 'Enter the admission number.'),
    ...wrongText(values, 'givenName', 'Enter the given name.'),
    ...wrongText(values, 'familyName', 'Enter the family name.'),
    ...wrongText(values, 'class', 'Enter the class, such as Form 1A.'),
    ...wrongOptionalDay(values, 'birthDate'),
    ...GUARDIAN_NUMBERS.flatMap((number) => wrongGuardian(values, number)),
  ];
}

/** Those whose name is typed. */
export function guardiansOf(values: PersonValues): Guardian[] {
  return GUARDIAN_NUMBERS.flatMap((number) => {
    const [name = '', phone = '', email = ''] = GUARDIAN_PARTS.map((part) =>
      trimmed(values, guardianField(number, part)),
    );
    if (name === '') return [];
    return [{ name, ...(phone === '' ? {} : { phone }), ...(email === '' ? {} : { email }) }];
  });
}

export function trimmed(values: PersonValues, name: string): string {
  return (values[name] ?? '').trim();
}

function wrongText(
  values: PersonValues,
  name: keyof typeof CHARACTERS_MAX,
  message: string,
): Wrong[] {
  const text = trimmed(values, name);
  const max = CHARACTERS_MAX[name];
  if (text === '') return [[name, message]];
  if (text.length > max) return [[name, `At most ${max} characters.`]];
  return isPlainText(text) && text.isWellFormed() ? [] : [[name, UNWRITABLE]];
}

function wrongOptionalDay(values: PersonValues, name: string): Wrong[] {
  const day = trimmed(values, name);
  return day === '' || isLocalDate(day) ? [] : [[name, 'Enter a day, or leave it empty.']];
}

function wrongGuardian(values: PersonValues, number: number): Wrong[] {
  const text = (part: string) => trimmed(values, guardianField(number, part));
  const at = (part: string, isWrong: boolean, message: string): Wrong[] =>
    isWrong ? [[guardianField(number, part), message]] : [];
  const [name, phone, email] = [text('name'), text('phone'), text('email')];
  return [
    ...at('name', name === '' && phone + email !== '', 'Enter the name of this guardian.'),
    ...at('name', name !== '' && (name.length > 100 || !isPlainText(name)), UNWRITABLE),
    ...at('phone', phone.length > PHONE_CHARACTERS_MAX, 'A phone number has up to 40 characters.'),
    ...at('email', email !== '' && !EMAIL.safeParse(email).success, 'This is no e-mail address.'),
  ];
}

const UNWRITABLE = 'It is too long, or holds characters that cannot be written.';
