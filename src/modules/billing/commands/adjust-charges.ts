// Lowers what is owed by hand.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AppError } from '../../../kernel/app-error.js';
import { adjustmentIdOf, type Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { positiveAmount } from '../../../kernel/money.js';
import { AccountCommands } from '../account-commands.js';
import type { Authority, Written } from '../authority.js';
import { adjustChargesAnswer, type AdjustmentAnswer } from '../charge-answers.js';
import { adjustCharges } from '../domain/adjust-charges.js';
import type { AdjustmentMeasure, AdjustmentTarget } from '../domain/adjustment-lines.js';
import { reasonOf } from '../domain/reasons.js';
import type { AdjustmentKind } from '../domain/student-account.events.js';
import type { UndoRequest } from './cancel-charge.js';

export interface AdjustmentRequest extends UndoRequest {
  readonly kind: AdjustmentKind;
  /** Minor units over all lines; or `percent`. */
  readonly amountMinor?: number;
  /** 1 … 100 of the net of each charge. */
  readonly percent?: number;
  /** One charge; or `feeCode`. */
  readonly chargeId?: Uuid;
  /** The existing charges of that code. */
  readonly feeCode?: string;
  /** With `feeCode`: charges that took effect on these days. */
  readonly validFrom?: LocalDate;
  readonly validTo?: LocalDate;
}

const BASIS_POINTS_A_PERCENT = 100n;

export class AdjustCharges extends Command<Written<AdjustmentAnswer>> {
  constructor(
    readonly studentId: Uuid,
    readonly request: AdjustmentRequest,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(AdjustCharges)
export class AdjustChargesHandler implements ICommandHandler<AdjustCharges> {
  constructor(private readonly accounts: AccountCommands) {}

  /**
   * @throws AppError `invalid` (`amount_out_of_range`, `amount_or_percent`, `charge_or_fee_code`); as
   *   `adjustCharges` and `AccountCommands.run`.
   */
  async execute({ studentId, request, by }: AdjustCharges): Promise<Written<AdjustmentAnswer>> {
    const adjustmentId = adjustmentIdOf({ commandId: by.context.commandId, studentId });
    const asked = askedFor(request);
    const { facts, state, ...written } = await this.accounts.run({
      studentId,
      by,
      decide: (account, place) => {
        const { fourEyesLimitMinor } = place.school;
        const effectiveDate = request.effectiveDate ?? place.today;
        const adjustment = { adjustmentId, ...asked, effectiveDate, fourEyesLimitMinor };
        return adjustCharges(account, { ...place, ...adjustment });
      },
    });
    const { revision, position, replayed } = written;
    return { answer: adjustChargesAnswer(facts, state), revision, position, replayed };
  }
}

function askedFor(request: AdjustmentRequest) {
  return {
    kind: request.kind,
    target: targetOf(request),
    measure: measureOf(request),
    reason: reasonOf(request),
  };
}

function measureOf({ amountMinor, percent }: AdjustmentRequest): AdjustmentMeasure {
  if (amountMinor !== undefined && percent === undefined) {
    return { amountMinor: positiveAmount(amountMinor) };
  }
  if (amountMinor === undefined && percent !== undefined) {
    return { basisPoints: BigInt(percent) * BASIS_POINTS_A_PERCENT };
  }
  const message = 'Give either an amount or a percentage.';
  throw new AppError('invalid', message, { code: 'amount_or_percent' });
}

function targetOf({ chargeId, feeCode, validFrom, validTo }: AdjustmentRequest): AdjustmentTarget {
  if (chargeId !== undefined && feeCode === undefined) return { chargeId };
  if (chargeId === undefined && feeCode !== undefined) return { feeCode, validFrom, validTo };
  const message = 'Name either one charge or a fee code.';
  throw new AppError('invalid', message, { code: 'charge_or_fee_code' });
}
