// An admission number belongs to one student, across all students' streams. The claim comes first, the
// student's own fact after it. A claim that led nowhere (its student never came, or carries another
// number) is taken over, and its holder's stream is told first: a fact that is on its way there then
// meets another revision and is decided anew.
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
import { commandIdOf } from '../../../kernel/ids.js';
import {
  admissionNumberFold,
  claimAdmissionNumber,
  fateOfClaim,
  fenceClaim,
  isHeldBy,
  type AdmissionNumberClaim,
  type Claimant,
  type HeldNumber,
} from '../domain/admission-number.js';
import { admissionNumberStreamOf } from '../domain/admission-number.events.js';
import { studentFold, type Student } from '../domain/student.js';
import { studentStreamOf } from '../domain/student.events.js';
import { FENCING_LOG, TIMING } from '../fencing-log.js';

/** A claim that is younger may belong to a fact that is just being written. */
const PATIENCE_MILLISECONDS = 5_000;
const LOOK_AGAIN_MILLISECONDS = 200;
/** Less than a command has: its own append must still fit. */
const CLAIM_MILLISECONDS_MAX = 7_000;

@Injectable()
export class AdmissionNumberClaims {
  constructor(
    private readonly log: CommandLog,
    @Inject(FENCING_LOG) private readonly fences: CommandLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TIMING) private readonly timing: Timing,
  ) {}

  /**
   * Makes the student the holder of the number; nothing when it is already. `claimant.released` is of
   * the fold on which the student's own fact was decided.
   * @throws AppError `conflict` (`duplicate_admission_no`) with the holder's id; `unavailable`
   *   (`busy`, `outcome_unknown`, `store_unavailable`).
   */
  async claim(claimant: Claimant, context: CommandContext): Promise<void> {
    const stream = admissionNumberStreamOf(claimant.digest);
    let dead: AdmissionNumberClaim;
    const deadline = this.timing.now() + CLAIM_MILLISECONDS_MAX;
    while (this.timing.now() < deadline) {
      const { state } = await this.log.decideAndAppend({
        stream,
        fold: admissionNumberFold,
        context,
        severalAppends: true,
        decide: (claim) => claimAdmissionNumber(claim, claimant, dead),
      });
      if (isHeldBy(state, claimant)) return;
      dead = await this.deadClaim(stream, claimant);
    }
    throw new AppError('unavailable', 'This admission number is being taken; try again.', {
      code: 'busy',
      retryAfterSeconds: 1,
      extra: { effect: 'none' },
    });
  }

  /** The last claim, when it leads nowhere; waits a little for one that was just made. */
  private async deadClaim(stream: string, by: Claimant): Promise<AdmissionNumberClaim> {
    const claim = await this.log.load(stream, admissionNumberFold);
    const held = present(claim.state, `holder of ${stream}`);
    if (held.studentId === by.studentId) return undefined;
    const { state } = await this.fences.load(studentStreamOf(held.studentId), studentFold);
    const of = { digest: by.digest, claimRevision: held.revision };
    let fate = fateOfClaim(state, of);
    if (fate === 'open' && this.isYoung(claim)) {
      await this.timing.sleep(LOOK_AGAIN_MILLISECONDS);
      return undefined;
    }
    if (fate === 'open') fate = fateOfClaim(await this.fence(stream, held, by), of);
    if (fate === 'dead') return held;
    throw new AppError('conflict', 'Another student has this admission number.', {
      code: 'duplicate_admission_no',
      extra: { studentId: held.studentId },
    });
  }

  /** Under an id of its own: under the command's, the same key would find it as its own fact. */
  private async fence(stream: string, held: HeldNumber, by: Claimant): Promise<Student> {
    const { studentId, revision } = held;
    const commandId = commandIdOf(stream, revision === 0 ? studentId : `${studentId} ${revision}`);
    const { state } = await this.fences.decideAndAppend({
      stream: studentStreamOf(studentId),
      fold: studentFold,
      context: {
        commandId,
        principal: 'system:registration-fence',
        actorRole: 'system',
        correlationId: commandId,
      },
      severalAppends: true,
      decide: (student) =>
        fenceClaim(student, { digest: by.digest, claimRevision: revision }, by.studentId),
    });
    return state;
  }

  private isYoung(claim: FoldedStream<AdmissionNumberClaim>): boolean {
    const ageMilliseconds = this.clock.now().getTime() - Date.parse(claim.lastRecordedAt);
    // A claim far ahead of this clock was not made just now either.
    return Math.abs(ageMilliseconds) < PATIENCE_MILLISECONDS;
  }
}
