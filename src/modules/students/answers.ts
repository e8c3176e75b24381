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
  const person = details ?? NOBODY;
  const { studentId, enrolledOn, status, statusSince, classes } = student;
  return {
    id: studentId,
    admissionNo: person.admissionNo,
    givenName: person.givenName,
    familyName: person.familyName,
    class: classOn(student, day),
    enrolledOn,
    status,
    statusSince,
    ...(person.birthDate === undefined ? {} : { birthDate: person.birthDate }),
    guardians: person.guardians,
    classes: classes.map((assigned) => ({ class: assigned.class, from: assigned.from })),
  };
}

const NOBODY: StudentDetailsSecret = {
  admissionNo: ERASED,
  givenName: ERASED,
  familyName: ERASED,
  guardians: [],
};
