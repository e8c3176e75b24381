// One student as readers get it.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { ClassAssignedData, Guardian } from '../../modules/students/domain/student.events.js';
import type { StudentStatus } from './student-list.conditions.js';

export interface StudentDetails {
  readonly id: Uuid;
  readonly admissionNo: string;
  readonly givenName: string;
  readonly familyName: string;
  /** On the school's day now. */
  readonly class: string;
  readonly status: StudentStatus;
  /** Day of the last change of status; at first `enrolledOn`. */
  readonly statusSince: LocalDate;
  readonly enrolledOn: LocalDate;
  readonly birthDate?: LocalDate;
  readonly guardians: readonly Guardian[];
  /** Oldest first; those from a coming day are last. */
  readonly classes: readonly ClassAssignedData[];
  /** Of the student's stream: what `If-Match` of a change is compared with. */
  readonly revision: number;
  /** The student is parked: this was read from the log just now. Absent: it is not. */
  readonly parked?: true;
}
