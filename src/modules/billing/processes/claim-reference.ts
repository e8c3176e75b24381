// A bank reference pays once: unique per method and provider among payments that are alive (rule 2).
// The claim comes first, the payment after it. A claim whose payment never came is fenced off in its
// own account before it is taken over, so the late payment can't come after all.
import { Inject, Injectable } from '@nestjs/common';
import { CommandLog, type CommandContext, type Timing } from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import { present } from '../../../kernel/assert.js';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { commandIdOf, type Uuid } from '../../../kernel/ids.js';
import { FENCING_LOG, TIMING } from '../../students/index.js';
import { abandonPayment, fateOf } from '../domain/abandon-payment.js';
import { claimReference, referenceFold } from '../domain/payment-reference.js';
import {
  referenceStreamOf,
  type ReferenceClaimedData,
} from '../domain/payment-reference.events.js';
import { accountFold } from '../domain/student-account.fold.js';
import {
  studentOfAccountStream,
  type PaymentMethod,
  type PaymentReferenceData,
} from '../domain/student-account.events.js';
import type { StudentAccount } from '../domain/student-account.js';
import { SchoolRegister } from '../school-register.js';

/** A claim that is younger may belong to a payment that is just being written. */
const PATIENCE_MILLISECONDS = 5_000;
const LOOK_AGAIN_MILLISECONDS = 200;
/** Less than a command has: its own append must still fit. */
const CLAIM_MILLISECONDS_MAX = 7_000;

export interface ReferenceClaimant {
  readonly paymentId: Uuid;
  readonly accountStream: string;
  readonly method: PaymentMethod;
  readonly reference: PaymentReferenceData;
}

@Injectable()
export class ReferenceClaims {
  constructor(
    private readonly log: CommandLog,
    @Inject(FENCING_LOG) private readonly fences: CommandLog,
    private readonly register: SchoolRegister,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TIMING) private readonly timing: Timing,
  ) {}

  /**
   * Makes a payment the holder of its reference.
   * @returns `again` when the payment's own account was written to on the way.
   * @throws AppError `conflict` (`duplicate_reference`) with `firstPaymentId`, its student and date;
   *   `unavailable` (`busy`, `outcome_unknown`, `store_unavailable`).
   */
  async claim(by: ReferenceClaimant, context: CommandContext): Promise<'claimed' | 'again'> {
    const { paymentId, accountStream, method, reference } = by;
    const { provider, digest } = reference;
    const stream = referenceStreamOf({ method, provider, digest });
    const deadline = this.timing.now() + CLAIM_MILLISECONDS_MAX;
    let result: 'claimed' | 'again' = 'claimed';
    let instead: Uuid | undefined;
    while (this.timing.now() < deadline) {
      const { state } = await this.log.decideAndAppend({
        stream,
        fold: referenceFold,
        context,
        severalAppends: true,
        decide: (claim) => claimReference(claim, { paymentId, accountStream, digest }, instead),
      });
      const holder = present(state, `holder of ${stream}`);
      if (holder.paymentId === paymentId) return result;
      instead = (await this.isOut(stream, holder, by)) ? holder.paymentId : undefined;
      if (instead !== undefined && holder.accountStream === accountStream) result = 'again';
    }
    throw busy();
  }

  /** Whether the holder is dead for good; waits a little for one that just claimed. */
  private async isOut(
    stream: string,
    holder: ReferenceClaimedData,
    by: ReferenceClaimant,
  ): Promise<boolean> {
    const { paymentId, accountStream } = holder;
    const seen = await this.fences.load(accountStream, accountFold);
    if (fateOf(seen.state, paymentId) === 'absent' && (await this.isYoung(stream))) {
      await this.timing.sleep(LOOK_AGAIN_MILLISECONDS);
      return false;
    }
    const isAbsent = fateOf(seen.state, paymentId) === 'absent';
    const account = isAbsent ? await this.fence(stream, holder, by) : seen.state;
    if (fateOf(account, paymentId) === 'abandoned') return true;
    throw duplicate(account, holder);
  }

  /** Under an id of its own: under the command's, the same key would find it as its own fact. */
  private async fence(
    stream: string,
    holder: ReferenceClaimedData,
    by: ReferenceClaimant,
  ): Promise<StudentAccount> {
    const school = await this.register.school();
    const commandId = commandIdOf(stream, holder.paymentId);
    const fence = {
      studentId: studentOfAccountStream(holder.accountStream),
      currency: school.currency,
      today: this.register.today(school),
      paymentId: holder.paymentId,
      byPaymentId: by.paymentId,
    };
    const { state } = await this.fences.decideAndAppend({
      stream: holder.accountStream,
      fold: accountFold,
      context: {
        commandId,
        principal: 'system:reference-fence',
        actorRole: 'system',
        correlationId: commandId,
      },
      severalAppends: true,
      decide: (account) => abandonPayment(account, fence),
    });
    return state;
  }

  private async isYoung(stream: string): Promise<boolean> {
    const { lastRecordedAt } = await this.log.load(stream, referenceFold);
    const ageMilliseconds = this.clock.now().getTime() - Date.parse(lastRecordedAt);
    // A claim far ahead of this clock was not made just now either.
    return Math.abs(ageMilliseconds) < PATIENCE_MILLISECONDS;
  }
}

function duplicate(account: StudentAccount, holder: ReferenceClaimedData): AppError {
  const first = present(account.payments.get(holder.paymentId), `payment ${holder.paymentId}`);
  const studentId = studentOfAccountStream(holder.accountStream);
  const { paymentId, effectiveDate } = first;
  return new AppError(
    'conflict',
    `This reference was recorded on ${effectiveDate} for student ${studentId}.`,
    {
      code: 'duplicate_reference',
      extra: { firstPaymentId: paymentId, studentId, effectiveDate },
    },
  );
}

function busy(): AppError {
  return new AppError('unavailable', 'This reference is being recorded; try again.', {
    code: 'busy',
    retryAfterSeconds: 1,
    extra: { effect: 'none' },
  });
}
