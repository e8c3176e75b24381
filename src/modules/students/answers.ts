// What students' commands answer: the shapes of the API.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Guardian } from './domain/student.events.js';
import type { StudentStatus } from './domain/student.js';

export interface StudentAnswer {
  readonly id: Uuid;
  readonly admissionNo: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly class: string;
  readonly enrolledOn: LocalDate;
  readonly status: StudentStatus;
  readonly birthDate?: LocalDate;
  readonly guardians: readonly Guardian[];
}
