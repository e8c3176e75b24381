// Corrects a student: details as a merge patch, and the class from a day on; one append for all of it.
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandLog, type Decided } from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { SERVER_SECRET, type ServerSecret } from '../../../kernel/server-secret.js';
import type { StudentAnswer } from '../answers.js';
import type { StudentAuthority, WrittenStudent } from '../authority.js';
import { claimDigest } from '../claim-digest.js';
import { correctStudent, numberToClaim, type StudentPatch } from '../domain/correct-student.js';
import { studentFold, type Student } from '../domain/student.js';
import { studentStreamOf, type StudentFact } from '../domain/student.events.js';
import { AdmissionNumberClaims } from '../processes/claim-admission-number.js';
import { studentNotFound } from '../student-directory.js';
import { StudentRecords } from '../student-records.js';
import { StudentWriter } from '../student-writer.js';

export class CorrectStudent extends Command<WrittenStudent<StudentAnswer>> {
  constructor(
    readonly studentId: Uuid,
    readonly patch: StudentPatch,
    readonly by: StudentAuthority,
  ) {
    super();
  }
}

/** Somebody else corrected the student between the look at the person and the decision. */
class DetailsMoved extends Error {
  override readonly name = 'DetailsMoved';
}

const TRIES_MAX = 5;

@CommandHandler(CorrectStudent)
export class CorrectStudentHandler implements ICommandHandler<CorrectStudent> {
  constructor(
    private readonly log: CommandLog,
    private readonly claims: AdmissionNumberClaims,
    private readonly records: StudentRecords,
    private readonly writer: StudentWriter,
    @Inject(SERVER_SECRET) private readonly secret: ServerSecret,
  ) {}

  /**
   * @throws AppError `not_found` (`student_not_found`); as `correctStudent`; `conflict`
   *   (`duplicate_admission_no`); what `CommandLog.decideAndAppend` throws.
   */
  async execute(command: CorrectStudent): Promise<WrittenStudent<StudentAnswer>> {
    const dayOf = await this.writer.dayOf();
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.writer.answer(await this.correct(command, dayOf), dayOf);
      } catch (error) {
        if (!(error instanceof DetailsMoved)) throw error;
        if (tries === TRIES_MAX) throw busy(command.studentId);
      }
    }
  }

  private async correct(
    { studentId, patch, by }: CorrectStudent,
    dayOf: (instant?: Date) => LocalDate,
  ): Promise<Decided<Student, StudentFact>> {
    const known = await this.known(studentId);
    const admissionDigest =
      patch.admissionNo && claimDigest(this.secret, 'admission', patch.admissionNo);
    return this.log.decideAndAppend({
      stream: studentStreamOf(studentId),
      fold: studentFold,
      ...by,
      decide: (student, _books, now) => {
        if (student.kind !== 'registered') throw studentNotFound(studentId);
        if (student.detailsRevision !== known?.revision) throw new DetailsMoved();
        const correction = { patch, admissionDigest, today: dayOf(now) };
        return correctStudent(student, known.details, correction);
      },
      claim: (facts, student) => this.claim(numberToClaim(facts), student, by),
    });
  }

  private async claim(
    digest: string | undefined,
    student: Student,
    { context }: StudentAuthority,
  ): Promise<'claimed'> {
    if (digest === undefined || student.kind !== 'registered') return 'claimed';
    const { studentId, released } = student;
    await this.claims.claim({ studentId, digest, released: released.get(digest) }, context);
    return 'claimed';
  }

  /** The person as its newest event has it: a decision on it holds while there is no newer one. */
  private async known(studentId: Uuid) {
    const { state } = await this.log.load(studentStreamOf(studentId), studentFold);
    if (state.kind !== 'registered') return undefined;
    const revision = state.detailsRevision;
    return { revision, details: await this.records.detailsAt(studentId, revision) };
  }
}

function busy(studentId: Uuid): AppError {
  const message = `Student ${studentId} is being corrected by others; try again.`;
  return new AppError('unavailable', message, {
    code: 'busy',
    retryAfterSeconds: 1,
    extra: { effect: 'none' },
  });
}
