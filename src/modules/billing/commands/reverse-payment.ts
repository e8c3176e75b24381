// Takes a payment back.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Uuid } from '../../../kernel/ids.js';
import { AccountCommands } from '../account-commands.js';
import type { Authority, Written } from '../authority.js';
import { reasonOf } from '../domain/reasons.js';
import { reversePayment } from '../domain/reverse-payment.js';
import { reversePaymentAnswer, type PaymentUndoneAnswer } from '../payment-answers.js';
import type { UndoRequest } from './cancel-charge.js';

export class ReversePayment extends Command<Written<PaymentUndoneAnswer>> {
  constructor(
    readonly studentId: Uuid,
    readonly paymentId: Uuid,
    readonly request: UndoRequest,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(ReversePayment)
export class ReversePaymentHandler implements ICommandHandler<ReversePayment> {
  constructor(private readonly accounts: AccountCommands) {}

  /** @throws AppError as `reversePayment` and `AccountCommands.run`. */
  async execute(command: ReversePayment): Promise<Written<PaymentUndoneAnswer>> {
    const { studentId, paymentId, request, by } = command;
    const reason = reasonOf(request);
    const { facts, state, ...written } = await this.accounts.run({
      studentId,
      by,
      decide: (account, place) => {
        const effectiveDate = request.effectiveDate ?? place.today;
        return reversePayment(account, { ...place, paymentId, effectiveDate, reason });
      },
    });
    const { revision, position, replayed } = written;
    return { answer: reversePaymentAnswer(facts, state), revision, position, replayed };
  }
}
