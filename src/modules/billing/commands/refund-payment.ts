// Gives money of a payment back.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refundIdOf, type Uuid } from '../../../kernel/ids.js';
import { positiveAmount } from '../../../kernel/money.js';
import { AccountCommands } from '../account-commands.js';
import type { Authority, Written } from '../authority.js';
import { reasonOf } from '../domain/reasons.js';
import { refundPayment } from '../domain/refund-payment.js';
import type { PaymentMethod } from '../domain/student-account.events.js';
import { refundAnswer, type RefundAnswer } from '../payment-answers.js';
import type { UndoRequest } from './cancel-charge.js';

export interface RefundRequest extends UndoRequest {
  /** Minor units. */
  readonly amountMinor: number;
  /** As the payment came when absent. */
  readonly method?: PaymentMethod;
}

export class RefundPayment extends Command<Written<RefundAnswer>> {
  constructor(
    readonly studentId: Uuid,
    readonly paymentId: Uuid,
    readonly request: RefundRequest,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(RefundPayment)
export class RefundPaymentHandler implements ICommandHandler<RefundPayment> {
  constructor(private readonly accounts: AccountCommands) {}

  /**
   * @throws AppError `invalid` (`amount_out_of_range`); as `refundPayment` and
   *   `AccountCommands.run`.
   */
  async execute(command: RefundPayment): Promise<Written<RefundAnswer>> {
    const { studentId, request, by } = command;
    const refund = refundOf(command);
    const { facts, state, ...written } = await this.accounts.run({
      studentId,
      by,
      decide: (account, place) => {
        const { fourEyesLimitMinor } = place.school;
        const effectiveDate = request.effectiveDate ?? place.today;
        return refundPayment(account, { ...place, ...refund, effectiveDate, fourEyesLimitMinor });
      },
    });
    const { revision, position, replayed } = written;
    return { answer: refundAnswer(facts, state), revision, position, replayed };
  }
}

/** What the request asks for; the account and the school's day are added where it is decided. */
function refundOf({ studentId, paymentId, request, by }: RefundPayment) {
  const { amountMinor, method } = request;
  return {
    refundId: refundIdOf({ commandId: by.context.commandId, studentId }),
    paymentId,
    amountMinor: positiveAmount(amountMinor),
    ...(method === undefined ? {} : { method }),
    reason: reasonOf(request),
  };
}
