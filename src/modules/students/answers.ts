// What students' commands answer: the shapes of the API.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { classOn, type RegisteredStudent, type StudentStatus } from './domain/student.js';
import type { ClassAssignedData, Guardian, StudentDetailsSecret } from './domain/student.events.js';

/** Names of an erased student read so. */
const ERASED = 'erased';

export interface StudentAnswer {
  readonly id: Uuid;
  readonly admissionNo: string;
  readonly givenName: string;
  readonly familyName: string;
  /** On the day of the answer. */
  readonly class: string;
  readonly enrolledOn: LocalDate;
  readonly status: StudentStatus;
  /** Day of the last change of status; at first `enrolledOn`. */
  readonly statusSince: LocalDate;
  readonly birthDate?: LocalDate;
  readonly guardians: readonly Guardian[];
  /** Oldest first; those from a coming day are last. */
  readonly classes: readonly ClassAssignedData[];
}

/** @param details  The person as of `student.detailsRevision`; undefined once erased. */
export function studentAnswer(
  student: RegisteredStudent,
  details: StudentDetailsSecret | undefined,
  day: LocalDate,
): StudentAnswer {
  const { admissionNo, givenName, familyName, birthDate, guardians } = details ?? NOBODY;
  const { studentId: id, enrolledOn, status, statusSince, classes } = student;
  const names = { admissionNo, givenName, familyName };
  return {
    id,
    ...names,
    class: classOn(student, day),
    enrolledOn,
    status,
    statusSince,
    ...(birthDate === undefined ? {} : { birthDate }),
    guardians,
    classes,
  };
}

const NOBODY: StudentDetailsSecret = {
  admissionNo: ERASED,
  givenName: ERASED,
  familyName: ERASED,
  guardians: [],
};
