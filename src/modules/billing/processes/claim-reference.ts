// A bank reference pays once: unique per method and provider among payments that are alive (rule 2).
// The claim comes first, the payment after it. A claim whose payment never came is fenced off in its
// own account before it is taken over, so the late payment can't come after all.
import { Inject, Injectable } from '@nestjs/common';
import { CommandLog, type CommandContext, type Timing } from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import { present } from '../../../kernel/assert.js';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Uuid } from '../../../kernel/ids.js';
import { FENCING_LOG, TIMING, normalised } from '../../students/index.js';
import { claimReference, referenceFold } from '../domain/payment-reference.js';
import { referenceStreamOf } from '../domain/payment-reference.events.js';
import type {
  MovedPayment,
  PaymentMethod,
  PaymentReferenceData,
} from '../domain/student-account.events.js';
import { SchoolRegister } from '../school-register.js';
import { ReferenceHolders } from './reference-holders.js';

/** Less than a command has: its own append must still fit. */
const CLAIM_MILLISECONDS_MAX = 7_000;

export interface ReferenceClaimant {
  readonly paymentId: Uuid;
  readonly accountStream: string;
  readonly method: PaymentMethod;
  readonly reference: PaymentReferenceData;
  /** Where its money stood before it was moved to this child. */
  readonly movedFrom?: MovedPayment;
}

@Injectable()
export class ReferenceClaims {
  private readonly holders: ReferenceHolders;

  constructor(
    private readonly log: CommandLog,
    @Inject(FENCING_LOG) fences: CommandLog,
    register: SchoolRegister,
    @Inject(CLOCK) clock: Clock,
    @Inject(TIMING) private readonly timing: Timing,
  ) {
    this.holders = new ReferenceHolders({ fences, register, clock, timing });
  }

  /**
   * Makes a payment the holder of its reference.
   * @returns `again` when the payment's own account was written to on the way.
   * @throws AppError `conflict` (`duplicate_reference`) with `firstPaymentId`, its student and date;
   *   `unavailable` (`busy`, `outcome_unknown`, `store_unavailable`).
   */
  async claim(by: ReferenceClaimant, context: CommandContext): Promise<'claimed' | 'again'> {
    const { method, reference, ...payment } = by;
    const { digest } = reference;
    // "EcoCash" and "ecocash" are one provider, as "BT 7704" and "bt7704" are one reference.
    const provider = reference.provider === undefined ? undefined : normalised(reference.provider);
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
        decide: (claim) => claimReference(claim, { ...payment, digest }, instead),
      });
      const holder = present(state, `holder of ${stream}`);
      if (holder.paymentId === by.paymentId) return result;
      const isOut = await this.holders.isOut(stream, holder, by.paymentId);
      instead = isOut ? holder.paymentId : undefined;
      if (isOut && holder.accountStream === by.accountStream) result = 'again';
    }
    throw busy();
  }
}

function busy(): AppError {
  return new AppError('unavailable', 'This reference is being recorded; try again.', {
    code: 'busy',
    retryAfterSeconds: 1,
    extra: { effect: 'none' },
  });
}
