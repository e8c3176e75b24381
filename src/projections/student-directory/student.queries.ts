// Who one student is.
import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { ClassAssignedData, Guardian } from '../../modules/students/domain/student.events.js';
import { ReadModels, type Stamp } from '../read-models.js';
import { classOnDay, schoolDay } from '../student-class.js';
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
}

type DetailsRow = Omit<StudentDetails, 'birthDate' | 'classes'> & {
  readonly birthDate: LocalDate | null;
};

@Injectable()
export class StudentQueries {
  constructor(
    private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found` (`student_not_found`). Source: tables student, student_class. */
  async find(studentId: Uuid): Promise<Stamp & StudentDetails> {
    const { rows, classes, ...stamp } = await this.readModels.read<{
      rows: DetailsRow;
      classes: ClassAssignedData;
    }>(statements, [studentId, this.clock.now().toISOString()]);
    if (rows[0] === undefined) {
      throw new AppError('not_found', `There is no student ${studentId}.`, {
        code: 'student_not_found',
      });
    }
    const { birthDate, ...student } = rows[0];
    return { ...student, ...(birthDate === null ? {} : { birthDate }), classes, ...stamp };
  }
}

function statements(schema: string) {
  return {
    rows: `select student_id as id, admission_no as "admissionNo", given_name as "givenName",
        family_name as "familyName",
        ${classOnDay(schema, schoolDay(schema, '$2::timestamptz'))} as class,
        status, status_since as "statusSince", enrolled_on as "enrolledOn",
        nullif(birth_date, '') as "birthDate", guardians, revision
      from ${schema}.student s where student_id = $1`,
    classes: `select class, starts_on as "from" from ${schema}.student_class
      where student_id = $1 order by starts_on`,
  };
}
