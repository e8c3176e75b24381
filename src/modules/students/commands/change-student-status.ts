// Withdraws, graduates or readmits a student.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandLog } from '../../../eventstore/index.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { StudentAnswer } from '../answers.js';
import type { StudentAuthority, WrittenStudent } from '../authority.js';
import { changeStatus, type StatusChange } from '../domain/student-status.js';
import { studentFold } from '../domain/student.js';
import { studentStreamOf } from '../domain/student.events.js';
import { studentNotFound } from '../student-directory.js';
import { StudentWriter } from '../student-writer.js';

export class ChangeStudentStatus extends Command<WrittenStudent<StudentAnswer>> {
  constructor(
    readonly studentId: Uuid,
    readonly change: StatusChange,
    readonly by: StudentAuthority,
  ) {
    super();
  }
}

@CommandHandler(ChangeStudentStatus)
export class ChangeStudentStatusHandler implements ICommandHandler<ChangeStudentStatus> {
  constructor(
    private readonly log: CommandLog,
    private readonly writer: StudentWriter,
  ) {}

  /**
   * @throws AppError `not_found` (`student_not_found`); as `changeStatus`; what
   *   `CommandLog.decideAndAppend` throws.
   */
  async execute({
    studentId,
    change,
    by,
  }: ChangeStudentStatus): Promise<WrittenStudent<StudentAnswer>> {
    const dayOf = await this.writer.dayOf();
    const decided = await this.log.decideAndAppend({
      stream: studentStreamOf(studentId),
      fold: studentFold,
      ...by,
      decide: (student, _books, now) => {
        if (student.kind !== 'registered') throw studentNotFound(studentId);
        return changeStatus(student, change, dayOf(now));
      },
    });
    return this.writer.answer(decided, dayOf);
  }
}
