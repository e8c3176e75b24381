// Corrects what is known of a student: details, and the class from a day on. All facts of one
// correction belong into one append; what changes nothing is no fact.
import { AppError } from '../../../kernel/app-error.js';
import { canonicalJson } from '../../../kernel/canonical-json.js';
import type { NewFact } from '../../../kernel/fact.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { assignClass } from './assign-class.js';
import type { RegisteredStudent } from './student.js';
import {
  DETAILS,
  type Guardian,
  type StudentDetailsSecret,
  type StudentFact,
} from './student.events.js';

/** Absent: stays as it is. Null: is taken away. */
export interface DetailsPatch {
  readonly admissionNo?: string | undefined;
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly birthDate?: LocalDate | null | undefined;
  readonly guardians?: readonly Guardian[] | null | undefined;
}

/** An absent member stays as it is, a null takes an optional one away. */
export interface StudentPatch extends DetailsPatch {
  readonly class?: string | undefined;
  /** First day in `class`; today when absent. */
  readonly classFrom?: LocalDate | undefined;
}

export interface Correction {
  readonly patch: StudentPatch;
  /** Of the patch's admission number, where it has one. */
  readonly admissionDigest: string | undefined;
  /** The school's local day. */
  readonly today: LocalDate;
}

/**
 * @param details  The person as of `student.detailsRevision`; undefined once erased.
 * @throws AppError `conflict` (`student_erased`); `rule_violated` (`effective_date_too_early`) with
 *   `earliestDate` for a class from before the one assigned last.
 */
export function correctStudent(
  student: RegisteredStudent,
  details: StudentDetailsSecret | undefined,
  correction: Correction,
): NewFact<StudentFact>[] {
  const { class: name, classFrom: from = correction.today } = correction.patch;
  const assigned = name === undefined ? [] : assignClass(student, { class: name, from });
  return [...correctDetails(student, details, correction), ...assigned];
}

/** Digest of the number that these facts make the student carry, if it is another one than before. */
export function numberToClaim(facts: readonly NewFact<StudentFact>[]): string | undefined {
  for (const fact of facts) {
    if (fact.type === 'StudentDetailsCorrected') return fact.data.admissionDigest;
  }
  return undefined;
}

function correctDetails(
  student: RegisteredStudent,
  details: StudentDetailsSecret | undefined,
  { patch, admissionDigest = student.admissionDigest }: Correction,
): NewFact<StudentFact>[] {
  if (DETAILS.every((detail) => patch[detail] === undefined)) return [];
  if (details === undefined) throw erased(student);
  const secret = patched(details, patch);
  const changedFields = DETAILS.filter((detail) => !isSame(details[detail], secret[detail]));
  if (changedFields.length === 0) return [];
  const isOtherNumber = admissionDigest !== student.admissionDigest;
  return [
    {
      type: 'StudentDetailsCorrected',
      data: { changedFields, ...(isOtherNumber ? { admissionDigest } : {}) },
      secret,
      subjectId: student.studentId,
    },
  ];
}

/** RFC 7396 on one person: an array is replaced as a whole. */
function patched(details: StudentDetailsSecret, patch: DetailsPatch): StudentDetailsSecret {
  const { birthDate = details.birthDate, guardians = details.guardians } = patch;
  return {
    admissionNo: patch.admissionNo ?? details.admissionNo,
    givenName: patch.givenName ?? details.givenName,
    familyName: patch.familyName ?? details.familyName,
    ...(birthDate === undefined || birthDate === null ? {} : { birthDate }),
    guardians: guardians ?? [],
  };
}

function isSame(before: unknown, after: unknown): boolean {
  return canonicalJson([before ?? '']) === canonicalJson([after ?? '']);
}

function erased({ studentId }: RegisteredStudent): AppError {
  const message = `Student ${studentId} was erased: there are no details to correct any more.`;
  return new AppError('conflict', message, { code: 'student_erased' });
}
