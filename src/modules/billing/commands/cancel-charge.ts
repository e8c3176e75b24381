// Undoes a wrong charge.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { AccountCommands } from '../account-commands.js';
import type { Authority, Written } from '../authority.js';
import { cancelChargeAnswer, type CancelChargeAnswer } from '../charge-answers.js';
import { cancelCharge } from '../domain/cancel-charge.js';
import { reasonOf, type ReasonCode } from '../domain/reasons.js';

export interface UndoRequest {
  readonly reason: string;
  readonly reasonCode?: ReasonCode;
  /** Today when absent. */
  readonly effectiveDate?: LocalDate;
}

export class CancelCharge extends Command<Written<CancelChargeAnswer>> {
  constructor(
    readonly studentId: Uuid,
    readonly chargeId: Uuid,
    readonly request: UndoRequest,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(CancelCharge)
export class CancelChargeHandler implements ICommandHandler<CancelCharge> {
  constructor(private readonly accounts: AccountCommands) {}

  /** @throws AppError as `cancelCharge` and `AccountCommands.run`. */
  async execute(command: CancelCharge): Promise<Written<CancelChargeAnswer>> {
    const { studentId, chargeId, request, by } = command;
    const reason = reasonOf(request);
    const { facts, state, ...written } = await this.accounts.run({
      studentId,
      by,
      decide: (account, place) => {
        const effectiveDate = request.effectiveDate ?? place.today;
        return cancelCharge(account, { ...place, chargeId, effectiveDate, reason });
      },
    });
    const { revision, position, replayed } = written;
    return { answer: cancelChargeAnswer(facts, state), revision, position, replayed };
  }
}
