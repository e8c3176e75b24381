// Takes an adjustment back.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Uuid } from '../../../kernel/ids.js';
import { AccountCommands } from '../account-commands.js';
import type { Authority, Written } from '../authority.js';
import { reverseAdjustmentAnswer, type AdjustmentAnswer } from '../charge-answers.js';
import { reasonOf } from '../domain/reasons.js';
import { reverseAdjustment } from '../domain/reverse-adjustment.js';
import type { UndoRequest } from './cancel-charge.js';

export class ReverseAdjustment extends Command<Written<AdjustmentAnswer>> {
  constructor(
    readonly studentId: Uuid,
    readonly adjustmentId: Uuid,
    readonly request: UndoRequest,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(ReverseAdjustment)
export class ReverseAdjustmentHandler implements ICommandHandler<ReverseAdjustment> {
  constructor(private readonly accounts: AccountCommands) {}

  /** @throws AppError as `reverseAdjustment` and `AccountCommands.run`. */
  async execute(command: ReverseAdjustment): Promise<Written<AdjustmentAnswer>> {
    const { studentId, adjustmentId, request, by } = command;
    const reason = reasonOf(request);
    const { facts, state, ...written } = await this.accounts.run({
      studentId,
      by,
      decide: (account, place) => {
        const effectiveDate = request.effectiveDate ?? place.today;
        return reverseAdjustment(account, { ...place, adjustmentId, effectiveDate, reason });
      },
    });
    const { revision, position, replayed } = written;
    return { answer: reverseAdjustmentAnswer(facts, state), revision, position, replayed };
  }
}
