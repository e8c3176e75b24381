// What can happen to a student, stream `student-<studentId>`. Personal data is sealed under the
// student's own key; what is in clear says nothing about the person.
import type { Fact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';

export interface StudentRegisteredData {
  readonly studentId: Uuid;
  /** HMAC of the normalised admission number, hex. */
  readonly admissionDigest: string;
  /** The school's label. */
  readonly class: string;
  readonly enrolledOn: LocalDate;
}

export type Guardian = {
  readonly name: string;
  readonly phone?: string;
  readonly email?: string;
};

/** Sealed under the student's key. */
export type StudentRegisteredSecret = {
  /** As it was given, not normalised. */
  readonly admissionNo: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate?: LocalDate;
  readonly guardians: readonly Guardian[];
};

/** A fence: this student was never registered and never will be (the number was needed). */
export interface StudentRegistrationAbandonedData {
  /** The student that took the admission number over. */
  readonly byStudentId: Uuid;
}

export type StudentRegistered = Fact<'StudentRegistered', StudentRegisteredData>;
export type StudentRegistrationAbandoned = Fact<
  'StudentRegistrationAbandoned',
  StudentRegistrationAbandonedData
>;

export type StudentFact = StudentRegistered | StudentRegistrationAbandoned;

export function studentStreamOf(studentId: Uuid): string {
  return `student-${studentId}`;
}
