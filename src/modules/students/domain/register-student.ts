// A student begins: registered under a claimed admission number, or ruled out because the claim was
// never followed by a registration.
import type { NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { StudentDetailsSecret, StudentFact } from './student.events.js';
import type { Student } from './student.js';

export interface StudentToRegister {
  readonly studentId: Uuid;
  readonly admissionDigest: string;
  readonly class: string;
  readonly enrolledOn: LocalDate;
  readonly secret: StudentDetailsSecret;
}

/** Registers a student whose admission number is claimed; nothing when the stream has begun. */
export function registerStudent(
  student: Student,
  registration: StudentToRegister,
): NewFact<StudentFact>[] {
  if (student.kind !== 'absent') return [];
  const { studentId, admissionDigest, enrolledOn, secret } = registration;
  const data = { studentId, admissionDigest, class: registration.class, enrolledOn };
  return [{ type: 'StudentRegistered', data, secret, subjectId: studentId }];
}

/** Rules out a student that is absent; anything else was decided before and stays. */
export function abandonRegistration(student: Student, byStudentId: Uuid): NewFact<StudentFact>[] {
  if (student.kind !== 'absent') return [];
  return [{ type: 'StudentRegistrationAbandoned', data: { byStudentId } }];
}
