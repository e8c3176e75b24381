// Registers a student: the key first, then the claim of the admission number, then the fact.
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandLog, SUBJECT_KEYS } from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import { createdIdOf, type Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { SERVER_SECRET, type ServerSecret } from '../../../kernel/server-secret.js';
import type { StudentAnswer } from '../answers.js';
import type { StudentAuthority, WrittenStudent } from '../authority.js';
import { claimDigest } from '../claim-digest.js';
import { registerStudent } from '../domain/register-student.js';
import { studentFold } from '../domain/student.js';
import { studentStreamOf, type Guardian } from '../domain/student.events.js';
import { AdmissionNumberClaims } from '../processes/claim-admission-number.js';
import type { SubjectKeyMaker } from '../subject-keys.js';

export interface Registration {
  readonly admissionNo: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly class: string;
  readonly enrolledOn: LocalDate;
  readonly birthDate?: LocalDate;
  readonly guardians?: readonly Guardian[];
}

/** What a command did, beside its answer. */
export type RegisteredAnswer = WrittenStudent<StudentAnswer>;

export class RegisterStudent extends Command<RegisteredAnswer> {
  constructor(
    readonly registration: Registration,
    /** A student that is not there yet has no revision that `If-Match` could name. */
    readonly by: StudentAuthority,
  ) {
    super();
  }
}

@CommandHandler(RegisterStudent)
export class RegisterStudentHandler implements ICommandHandler<RegisterStudent> {
  constructor(
    private readonly log: CommandLog,
    private readonly claims: AdmissionNumberClaims,
    @Inject(SUBJECT_KEYS) private readonly keys: SubjectKeyMaker,
    @Inject(SERVER_SECRET) private readonly secret: ServerSecret,
  ) {}

  /**
   * @throws AppError `conflict` (`duplicate_admission_no`, `registration_abandoned`); what
   *   `CommandLog.decideAndAppend` throws.
   */
  async execute({ registration, by }: RegisterStudent): Promise<RegisteredAnswer> {
    const { context } = by;
    const studentId = createdIdOf(context.commandId, 'student');
    const digest = claimDigest(this.secret, 'admission', registration.admissionNo);
    const student = studentToRegister(studentId, digest, registration);
    await this.keys.ensure(studentId);
    const { revision, position, replayed } = await this.log.decideAndAppend({
      stream: studentStreamOf(studentId),
      fold: studentFold,
      ...by,
      decide: (state) => {
        if (state.kind === 'abandoned') throw abandoned();
        return registerStudent(state, student);
      },
      claim: async () => {
        await this.claims.claim({ studentId, digest }, context);
        return 'claimed';
      },
    });
    return { answer: answerOf(studentId, registration), revision, position, replayed };
  }
}

function studentToRegister(studentId: Uuid, admissionDigest: string, given: Registration) {
  const { class: studentClass, enrolledOn, guardians = [], ...personal } = given;
  const secret = { ...personal, guardians };
  return { studentId, admissionDigest, class: studentClass, enrolledOn, secret };
}

/** The same request has the same body (its hash is compared), so it is the source of the answer. */
function answerOf(id: Uuid, registration: Registration): StudentAnswer {
  const { guardians = [], enrolledOn } = registration;
  const classes = [{ class: registration.class, from: enrolledOn }];
  return {
    id,
    ...registration,
    status: 'active',
    statusSince: enrolledOn,
    guardians,
    classes,
  };
}

function abandoned(): AppError {
  const message = 'This registration took too long and its admission number was taken over.';
  return new AppError('conflict', `${message} Register again with a new Idempotency-Key.`, {
    code: 'registration_abandoned',
  });
}
