// Sets or lifts the hold on the credit of a payment.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Uuid } from '../../../kernel/ids.js';
import { AccountCommands } from '../account-commands.js';
import type { Authority, Written } from '../authority.js';
import { holdCredit } from '../domain/hold-credit.js';
import { standAnswer, type PaymentUndoneAnswer } from '../payment-answers.js';

export class HoldCredit extends Command<Written<PaymentUndoneAnswer>> {
  constructor(
    readonly studentId: Uuid,
    readonly paymentId: Uuid,
    readonly hold: boolean,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(HoldCredit)
export class HoldCreditHandler implements ICommandHandler<HoldCredit> {
  constructor(private readonly accounts: AccountCommands) {}

  /** Setting it again writes nothing. @throws AppError as `holdCredit` and `AccountCommands.run`. */
  async execute({ studentId, paymentId, hold, by }: HoldCredit) {
    const { state, revision, position, replayed } = await this.accounts.run({
      studentId,
      by,
      decide: (account, place) => holdCredit(account, { ...place, paymentId, hold }),
    });
    return { answer: standAnswer(paymentId, state), revision, position, replayed };
  }
}
