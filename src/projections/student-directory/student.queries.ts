// Who one student is.
import { Inject, Injectable, Optional } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { ClassAssignedData } from '../../modules/students/domain/student.events.js';
import { ReadModels, type Stamp } from '../read-models.js';
import { withoutOthers } from '../stamp.js';
import { classOnDay, schoolDay } from '../student-class.js';
import { LiveStudents } from './live-student.js';
import type { StudentDetails } from './student.shapes.js';

export type { StudentDetails } from './student.shapes.js';

type DetailsRow = Omit<StudentDetails, 'birthDate' | 'classes'> & {
  readonly birthDate: LocalDate | null;
};

type Rows = {
  rows: DetailsRow;
  classes: ClassAssignedData;
  /** Of a parked student the school's day. */
  parked: { readonly day: LocalDate };
};

@Injectable()
export class StudentQueries {
  constructor(
    private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    @Optional() private readonly live?: LiveStudents,
  ) {}

  /**
   * @throws AppError `not_found` (`student_not_found`); of a parked student as `LiveStudents.find`.
   * Source: tables student, student_class; of a parked student the stream of the student.
   */
  async find(studentId: Uuid): Promise<Stamp & StudentDetails> {
    const now = this.clock.now().toISOString();
    const answer = await this.readModels.read<Rows>(statements, [studentId, now]);
    const { rows, classes, parked, ...stamp } = withoutOthers(answer);
    const [{ day } = { day: undefined }] = parked;
    const live = day && (await this.live?.find(studentId, day));
    if (live) return { ...live, parked: true, ...stamp };
    if (rows[0] === undefined) throw studentNotFound(studentId);
    const { birthDate, ...student } = rows[0];
    return { ...student, ...(birthDate === null ? {} : { birthDate }), classes, ...stamp };
  }
}

function studentNotFound(studentId: Uuid): AppError {
  return new AppError('not_found', `There is no student ${studentId}.`, {
    code: 'student_not_found',
  });
}

function statements(schema: string) {
  const today = schoolDay(schema, '$2::timestamptz');
  return {
    rows: `select student_id as id, admission_no as "admissionNo", given_name as "givenName",
        family_name as "familyName",
        ${classOnDay(schema, today)} as class,
        status, status_since as "statusSince", enrolled_on as "enrolledOn",
        nullif(birth_date, '') as "birthDate", guardians, revision
      from ${schema}.student s where student_id = $1`,
    classes: `select class, starts_on as "from" from ${schema}.student_class
      where student_id = $1 order by starts_on`,
    parked: `select ${today} as day from ${schema}.parked where student_id = $1`,
  };
}
