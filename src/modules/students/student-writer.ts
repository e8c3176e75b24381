// What every command on a student's stream has in common behind its append: the answer as of its last
// fact, and the directory told that the student changed.
import { Inject, Injectable } from '@nestjs/common';
import type { Decided } from '../../eventstore/index.js';
import { assert } from '../../kernel/assert.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { studentAnswer, type StudentAnswer } from './answers.js';
import type { WrittenStudent } from './authority.js';
import type { Student } from './domain/student.js';
import type { StudentFact } from './domain/student.events.js';
import { SCHOOL_DAYS, type SchoolDays } from './ports.js';
import { StudentDirectory } from './student-directory.js';
import { StudentRecords } from './student-records.js';

@Injectable()
export class StudentWriter {
  constructor(
    private readonly records: StudentRecords,
    private readonly directory: StudentDirectory,
    @Inject(SCHOOL_DAYS) private readonly days: SchoolDays,
  ) {}

  /** @throws as `SchoolDays.dayOf`. */
  dayOf(): Promise<(instant?: Date) => LocalDate> {
    return this.days.dayOf();
  }

  /**
   * The student as the command left it, on the day it was recorded: a replay has the same answer,
   * whatever was corrected since and whatever class has begun.
   */
  async answer(
    { facts, state, revision, position, replayed }: Decided<Student, StudentFact>,
    dayOf: (instant?: Date) => LocalDate,
  ): Promise<WrittenStudent<StudentAnswer>> {
    assert(state.kind === 'registered', 'a command on a student leaves one behind');
    const { studentId, detailsRevision } = state;
    if (!replayed && facts.length > 0) this.directory.forget(studentId);
    const details = await this.records.detailsAt(studentId, detailsRevision);
    const last = facts.at(-1);
    const day = dayOf(last && new Date(last.metadata.recordedAt));
    return { answer: studentAnswer(state, details, day), revision, position, replayed };
  }
}
