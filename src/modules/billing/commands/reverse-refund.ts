// Takes a refund back.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Uuid } from '../../../kernel/ids.js';
import { AccountCommands } from '../account-commands.js';
import type { Authority, Written } from '../authority.js';
import { reasonOf } from '../domain/reasons.js';
import { reverseRefund } from '../domain/reverse-refund.js';
import { refundAnswer, type RefundAnswer } from '../payment-answers.js';
import type { UndoRequest } from './cancel-charge.js';

export class ReverseRefund extends Command<Written<RefundAnswer>> {
  constructor(
    readonly studentId: Uuid,
    readonly refundId: Uuid,
    readonly request: UndoRequest,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(ReverseRefund)
export class ReverseRefundHandler implements ICommandHandler<ReverseRefund> {
  constructor(private readonly accounts: AccountCommands) {}

  /** @throws AppError as `reverseRefund` and `AccountCommands.run`. */
  async execute(command: ReverseRefund): Promise<Written<RefundAnswer>> {
    const { studentId, refundId, request, by } = command;
    const reason = reasonOf(request);
    const { facts, state, ...written } = await this.accounts.run({
      studentId,
      by,
      decide: (account, place) => {
        const effectiveDate = request.effectiveDate ?? place.today;
        return reverseRefund(account, { ...place, refundId, effectiveDate, reason });
      },
    });
    const { revision, position, replayed } = written;
    return { answer: refundAnswer(facts, state), revision, position, replayed };
  }
}
