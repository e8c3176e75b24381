// Who one student is.
import { Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Guardian } from '../../modules/students/domain/student.events.js';
import { ReadModels, type Stamp } from '../read-models.js';
import type { StudentStatus } from './student-list.statement.js';

export interface StudentDetails {
  readonly id: Uuid;
  readonly admissionNo: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly class: string;
  readonly status: StudentStatus;
  readonly enrolledOn: LocalDate;
  readonly birthDate?: LocalDate;
  readonly guardians: readonly Guardian[];
}

type DetailsRow = Omit<StudentDetails, 'birthDate'> & { readonly birthDate: LocalDate | null };

@Injectable()
export class StudentQueries {
  constructor(private readonly readModels: ReadModels) {}

  /** @throws AppError `not_found` (`student_not_found`). Source: table student. */
  async find(studentId: Uuid): Promise<Stamp & StudentDetails> {
    const { rows, ...stamp } = await this.readModels.read<{ rows: DetailsRow }>(
      (schema) => ({
        rows: `select student_id as id, admission_no as "admissionNo", given_name as "givenName",
            family_name as "familyName", class, status, enrolled_on as "enrolledOn",
            birth_date as "birthDate", coalesce(guardians, '[]') as guardians
          from ${schema}.student where student_id = $1`,
      }),
      [studentId],
    );
    if (rows[0] === undefined) {
      throw new AppError('not_found', `There is no student ${studentId}.`, {
        code: 'student_not_found',
      });
    }
    const { birthDate, ...student } = rows[0];
    return { ...student, ...(birthDate === null ? {} : { birthDate }), ...stamp };
  }
}
