// The form of a student's details as it is drawn.
import type { LocalDate } from '../kernel/local-date.js';
import type { Field, TextField } from './form-view-models.js';
import {
  GUARDIAN_NUMBERS,
  GUARDIAN_PARTS,
  guardianField,
  type PersonValues,
} from './student-form.js';

/** @param newcomer  Whether the student is registered by it, else corrected. */
export function personFields(values: PersonValues, newcomer: boolean, today: LocalDate): Field[] {
  const classFrom = { kind: 'date', name: 'classFrom', label: 'In this class from' } as const;
  const enrolledOn = { kind: 'date', name: 'enrolledOn', label: 'Enrolled on' } as const;
  return [
    text(values, 'admissionNo', 'Admission number', 32),
    text(values, 'givenName', 'Given name', 100),
    text(values, 'familyName', 'Family name', 100),
    text(values, 'class', 'Class', 40),
    newcomer
      ? { ...enrolledOn, value: values['enrolledOn'] ?? '' }
      : { ...classFrom, value: values['classFrom'] ?? today },
    { kind: 'date', ...BIRTH_DATE, value: values['birthDate'] ?? '' },
    ...GUARDIAN_NUMBERS.flatMap((number) => guardianFields(values, number)),
  ];
}

const BIRTH_DATE = { name: 'birthDate', label: 'Birth date', optional: true };

function guardianFields(values: PersonValues, number: number): Field[] {
  return GUARDIAN_PARTS.map((part) => ({
    ...text(values, guardianField(number, part), `Guardian ${number + 1}: ${part}`, MAX[part]),
    optional: true,
  }));
}

const MAX = { name: 100, phone: 40, email: 254 } as const;

function text(values: PersonValues, name: string, label: string, charactersMax: number): TextField {
  return { kind: 'text', name, label, value: values[name] ?? '', charactersMax };
}
