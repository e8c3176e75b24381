// A student's details as commands: what was typed, read and put as the API's request.
import { isLocalDate } from '../kernel/local-date.js';
import type { Registration, StudentPatch } from '../modules/students/index.js';
import type { StudentDetails } from '../projections/student-directory/student.queries.js';
import { refuseWrong } from './form-problem.js';
import { guardiansOf, trimmed, wrongPerson, type PersonValues } from './student-form.js';

/** @throws AppError `invalid` (`invalid_form`) naming the wrong fields. */
export function registrationOf(values: PersonValues): Registration {
  const enrolledOn = trimmed(values, 'enrolledOn');
  const birthDate = trimmed(values, 'birthDate');
  const noDay = [['enrolledOn', 'Enter the day of enrolment.']] as const;
  refuseWrong([...wrongPerson(values), ...(isLocalDate(enrolledOn) ? [] : noDay)]);
  const guardians = guardiansOf(values);
  if (!isLocalDate(enrolledOn)) throw new TypeError('a day is wrong, and nothing says so');
  return {
    ...namesOf(values),
    class: trimmed(values, 'class'),
    enrolledOn,
    ...(isLocalDate(birthDate) ? { birthDate } : {}),
    ...(guardians.length === 0 ? {} : { guardians }),
  };
}

/**
 * Only what differs from what is known; guardians beyond those of the form stay.
 * @throws AppError `invalid` (`invalid_form`) naming the wrong fields.
 */
export function correctionOf(values: PersonValues, known: StudentDetails): StudentPatch {
  const classFrom = trimmed(values, 'classFrom');
  const isNewClass = trimmed(values, 'class') !== known.class;
  const noDay = [['classFrom', 'Enter the first day in this class.']] as const;
  refuseWrong([...wrongPerson(values), ...(isNewClass && !isLocalDate(classFrom) ? noDay : [])]);
  return {
    ...changedNames(values, known),
    ...(isNewClass && isLocalDate(classFrom) ? { class: trimmed(values, 'class'), classFrom } : {}),
    ...changedBirthDate(values, known),
    ...changedGuardians(values, known),
  };
}

function namesOf(values: PersonValues) {
  return {
    admissionNo: trimmed(values, 'admissionNo'),
    givenName: trimmed(values, 'givenName'),
    familyName: trimmed(values, 'familyName'),
  };
}

function changedNames(values: PersonValues, known: StudentDetails): StudentPatch {
  const { admissionNo, givenName, familyName } = namesOf(values);
  return {
    ...(admissionNo === known.admissionNo ? {} : { admissionNo }),
    ...(givenName === known.givenName ? {} : { givenName }),
    ...(familyName === known.familyName ? {} : { familyName }),
  };
}

function changedBirthDate(values: PersonValues, known: StudentDetails): StudentPatch {
  const birthDate = trimmed(values, 'birthDate');
  if (birthDate === (known.birthDate ?? '')) return {};
  return { birthDate: isLocalDate(birthDate) ? birthDate : null };
}

const GUARDIANS_OF_THE_FORM = 3;

function changedGuardians(values: PersonValues, known: StudentDetails): StudentPatch {
  const beyond = known.guardians.slice(GUARDIANS_OF_THE_FORM);
  const guardians = [...guardiansOf(values), ...beyond];
  if (JSON.stringify(guardians.map(pairs)) === JSON.stringify(known.guardians.map(pairs)))
    return {};
  return { guardians: guardians.length === 0 ? null : guardians };
}

function pairs({ name, phone = '', email = '' }: StudentDetails['guardians'][number]): string[] {
  return [name, phone, email];
}
