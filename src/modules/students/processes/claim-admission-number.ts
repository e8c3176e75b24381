// An admission number belongs to one student, across all students' streams. The claim comes first,
// the registration after it; a claim whose student never came is fenced off and taken over.
import { Inject, Injectable } from '@nestjs/common';
import {
  CommandLog,
  type CommandContext,
  type FoldedStream,
  type Timing,
} from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import { present } from '../../../kernel/assert.js';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { commandIdOf, type Uuid } from '../../../kernel/ids.js';
import {
  admissionNumberFold,
  claimAdmissionNumber,
  type AdmissionNumberClaim,
} from '../domain/admission-number.js';
import { admissionNumberStreamOf } from '../domain/admission-number.events.js';
import { abandonRegistration, studentFold, type Student } from '../domain/student.js';
import { studentStreamOf } from '../domain/student.events.js';
import { FENCING_LOG, TIMING } from '../fencing-log.js';

/** A claim that is younger may belong to a registration that is just being written. */
const PATIENCE_MILLISECONDS = 5_000;
const LOOK_AGAIN_MILLISECONDS = 200;
/** Less than a command has: its own append must still fit. */
const CLAIM_MILLISECONDS_MAX = 7_000;

interface Claimant {
  readonly studentId: Uuid;
  /** HMAC of the normalised number, hex. */
  readonly digest: string;
}

@Injectable()
export class AdmissionNumberClaims {
  constructor(
    private readonly log: CommandLog,
    @Inject(FENCING_LOG) private readonly fences: CommandLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TIMING) private readonly timing: Timing,
  ) {}

  /**
   * Makes the student the holder of the number; nothing when it is already.
   * @throws AppError `conflict` (`duplicate_admission_no`) with the holder's id; `unavailable`
   *   (`busy`, `outcome_unknown`, `store_unavailable`).
   */
  async claim(student: Claimant, context: CommandContext): Promise<void> {
    const stream = admissionNumberStreamOf(student.digest);
    let instead: Uuid | undefined;
    const deadline = this.timing.now() + CLAIM_MILLISECONDS_MAX;
    while (this.timing.now() < deadline) {
      const { state } = await this.log.decideAndAppend({
        stream,
        fold: admissionNumberFold,
        context,
        severalAppends: true,
        decide: (claim) => claimAdmissionNumber(claim, student, instead),
      });
      const holder = present(state, `holder of ${stream}`).studentId;
      if (holder === student.studentId) return;
      instead = (await this.isOut(stream, holder, student)) ? holder : undefined;
    }
    throw new AppError('unavailable', 'This admission number is being taken; try again.', {
      code: 'busy',
      retryAfterSeconds: 1,
      extra: { effect: 'none' },
    });
  }

  /** Whether the holder can never be registered; waits a little for one that just claimed. */
  private async isOut(stream: string, holder: Uuid, by: Claimant): Promise<boolean> {
    const claim = await this.log.load(stream, admissionNumberFold);
    const seen = await this.fences.load(studentStreamOf(holder), studentFold);
    if (seen.state.kind === 'absent' && this.isYoung(claim)) {
      await this.timing.sleep(LOOK_AGAIN_MILLISECONDS);
      return false;
    }
    const student =
      seen.state.kind === 'absent' ? await this.fence(stream, holder, by) : seen.state;
    if (student.kind === 'abandoned') return true;
    throw new AppError('conflict', 'Another student has this admission number.', {
      code: 'duplicate_admission_no',
      extra: { studentId: holder },
    });
  }

  /** Under an id of its own: under the command's, the same key would find it as its own fact. */
  private async fence(stream: string, holder: Uuid, by: Claimant): Promise<Student> {
    const commandId = commandIdOf(stream, holder);
    const { state } = await this.fences.decideAndAppend({
      stream: studentStreamOf(holder),
      fold: studentFold,
      context: {
        commandId,
        principal: 'system:registration-fence',
        actorRole: 'system',
        correlationId: commandId,
      },
      severalAppends: true,
      decide: (student) => abandonRegistration(student, by.studentId),
    });
    return state;
  }

  private isYoung(claim: FoldedStream<AdmissionNumberClaim>): boolean {
    const ageMilliseconds = this.clock.now().getTime() - Date.parse(claim.lastRecordedAt);
    // A claim far ahead of this clock was not made just now either.
    return Math.abs(ageMilliseconds) < PATIENCE_MILLISECONDS;
  }
}
