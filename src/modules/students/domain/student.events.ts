// What can happen to a student, stream `student-<studentId>`. Personal data is sealed under the
// student's own key; what is in clear says nothing about the person.
import type { Fact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';

export interface StudentRegisteredData {
  readonly studentId: Uuid;
  /** HMAC of the normalised admission number, hex. */
  readonly admissionDigest: string;
  /** The school's label; from `enrolledOn`. */
  readonly class: string;
  readonly enrolledOn: LocalDate;
}

export type Guardian = {
  readonly name: string;
  readonly phone?: string;
  readonly email?: string;
};

/** The person, whole, sealed under the student's key. */
export type StudentDetailsSecret = {
  /** As it was given, not normalised. */
  readonly admissionNo: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate?: LocalDate;
  readonly guardians: readonly Guardian[];
};

export const DETAILS = [
  'admissionNo',
  'givenName',
  'familyName',
  'birthDate',
  'guardians',
] as const satisfies readonly (keyof StudentDetailsSecret)[];

/** Name of one detail of a person. */
export type Detail = (typeof DETAILS)[number];

/** The details are sealed again as a whole, so each of these events is enough to read them. */
export interface StudentDetailsCorrectedData {
  /** Names alone, in the order of `DETAILS`. */
  readonly changedFields: readonly Detail[];
  /** Where the number is another one now; a number that is only written otherwise keeps its digest. */
  readonly admissionDigest?: string;
}

export interface ClassAssignedData {
  readonly class: string;
  /** First day in the class; it may lie ahead. */
  readonly from: LocalDate;
}

/** Why a student came or went: a word that can be counted; the text that was given is sealed. */
export const STATUS_REASONS = [
  'moved_away',
  'other_school',
  'fees',
  'health',
  'conduct',
  'completed',
  'returned',
  'entered_in_error',
  'other',
] as const;

export type StatusReason = (typeof STATUS_REASONS)[number];

export interface StatusChangedData {
  readonly on: LocalDate;
  readonly reasonCode: StatusReason;
}

/** Sealed under the student's key: the reason in words. */
export type StatusChangedSecret = { readonly note?: string };

/** A fence: this student was never registered and never will be (the number was needed). */
export interface StudentRegistrationAbandonedData {
  /** The student that took the admission number over. */
  readonly byStudentId: Uuid;
}

/** A fence: the student does not carry this number, and can't come to by that claim any more. */
export interface AdmissionNumberReleasedData {
  /** Of the number, as in its claim. */
  readonly digest: string;
  /** Revision of the claim that counts no longer, in the number's stream. */
  readonly claimRevision: string;
  /** The student that takes the number over. */
  readonly byStudentId: Uuid;
}

export type StudentRegistered = Fact<'StudentRegistered', StudentRegisteredData>;
export type StudentDetailsCorrected = Fact<'StudentDetailsCorrected', StudentDetailsCorrectedData>;
export type ClassAssigned = Fact<'ClassAssigned', ClassAssignedData>;
export type StudentWithdrawn = Fact<'StudentWithdrawn', StatusChangedData>;
export type StudentGraduated = Fact<'StudentGraduated', StatusChangedData>;
export type StudentReadmitted = Fact<'StudentReadmitted', StatusChangedData>;
export type AdmissionNumberReleased = Fact<'AdmissionNumberReleased', AdmissionNumberReleasedData>;
export type StudentRegistrationAbandoned = Fact<
  'StudentRegistrationAbandoned',
  StudentRegistrationAbandonedData
>;

export type StudentFact =
  | StudentRegistered
  | StudentRegistrationAbandoned
  | StudentDetailsCorrected
  | ClassAssigned
  | StudentWithdrawn
  | StudentGraduated
  | StudentReadmitted
  | AdmissionNumberReleased;

export function studentStreamOf(studentId: Uuid): string {
  return `student-${studentId}`;
}
