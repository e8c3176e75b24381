// What an accepted command answered, said again from the log by the functions that the commands use:
// for whoever never received the answer (rule 1).
import { Injectable } from '@nestjs/common';
import { CommandLog } from '../../eventstore/index.js';
import type { RecordedFact } from '../../kernel/fact.js';
import type { Uuid } from '../../kernel/ids.js';
import { AcceptedCommands, type AcceptedCommand } from './accepted-command.js';
import { paymentRecordedIn, raiseChargeAnswer, recordPaymentAnswer } from './answers.js';
import {
  adjustChargesAnswer,
  cancelChargeAnswer,
  reverseAdjustmentAnswer,
} from './charge-answers.js';
import { chargeRunAnswer } from './charge-run-answer.js';
import { chargeRunFold } from './domain/charge-run.js';
import { chargeRunStreamOf } from './domain/charge-run.events.js';
import { moveCommandIdOf } from './domain/move-payment.js';
import { numberInBook, receiptBookFold } from './domain/receipt-book.js';
import { receiptBookStreamOf } from './domain/receipt-book.events.js';
import { accountFold } from './domain/student-account.fold.js';
import { accountStreamOf, type AccountFact } from './domain/student-account.events.js';
import type { StudentAccount } from './domain/student-account.js';
import { refundAnswer, reversePaymentAnswer, standAnswer } from './payment-answers.js';
import { promisedMoveIn } from './processes/promised-move.js';

type Accepted = AcceptedCommand<StudentAccount, AccountFact>;
type Facts = readonly RecordedFact<AccountFact>[];

/** By the fact that says what the command was; the first that it wrote of these. */
const ANSWERS: readonly {
  readonly type: AccountFact['type'];
  readonly answer: (facts: Facts, account: StudentAccount) => object;
}[] = [
  { type: 'PaymentReversed', answer: reversePaymentAnswer },
  { type: 'RefundIssued', answer: refundAnswer },
  { type: 'RefundReversed', answer: refundAnswer },
  { type: 'CreditHoldSet', answer: heldAnswer },
  { type: 'ChargeCancelled', answer: cancelChargeAnswer },
  { type: 'AdjustmentApplied', answer: adjustChargesAnswer },
  { type: 'AdjustmentReversed', answer: reverseAdjustmentAnswer },
  { type: 'ChargeRaised', answer: raiseChargeAnswer },
];

@Injectable()
export class CommandAnswers {
  constructor(
    private readonly accepted: AcceptedCommands,
    private readonly log: CommandLog,
  ) {}

  /**
   * The body that the command was answered with, or would have been; nothing while it is under way
   * (a move that has not arrived, a run that is not committed) and for commands outside billing.
   * @throws AppError `unavailable` (`store_unavailable`).
   */
  async answerOf(commandId: Uuid, stream: string): Promise<object | undefined> {
    if (stream.startsWith(accountStreamOf(''))) {
      const accepted = await this.accepted.in(stream, accountFold, commandId);
      return accepted && this.accountAnswer(accepted);
    }
    if (stream.startsWith(chargeRunStreamOf(''))) return this.runAnswer(commandId, stream);
    return undefined;
  }

  private async accountAnswer(accepted: Accepted): Promise<object | undefined> {
    const { facts, state } = accepted;
    const move = promisedMoveIn(facts);
    if (move !== undefined) return this.movedAnswer(move.from, state);
    if (facts.some(({ type }) => type === 'PaymentRecorded')) return this.paymentAnswer(accepted);
    const known = ANSWERS.find(({ type }) => facts.some((fact) => fact.type === type));
    return known?.answer(facts, state);
  }

  /** The second half of a move stands on the right child's account, under an id of its own. */
  private async movedAnswer(
    from: { studentId: Uuid; paymentId: Uuid },
    account: StudentAccount,
  ): Promise<object | undefined> {
    const to = account.payments.get(from.paymentId)?.movedTo;
    if (to === undefined) return undefined;
    const stream = accountStreamOf(to.studentId);
    const arrived = await this.accepted.in(stream, accountFold, moveCommandIdOf(from));
    return arrived && this.paymentAnswer(arrived);
  }

  private async paymentAnswer({ facts, state }: Accepted): Promise<object> {
    const { paymentId, receiptBook } = paymentRecordedIn(facts).data;
    if (receiptBook === undefined) return recordPaymentAnswer(facts, state, undefined);
    const book = await this.log.load(receiptBookStreamOf(receiptBook), receiptBookFold);
    return recordPaymentAnswer(facts, state, numberInBook(book.state, paymentId));
  }

  private async runAnswer(commandId: Uuid, stream: string): Promise<object | undefined> {
    const accepted = await this.accepted.in(stream, chargeRunFold, commandId);
    if (accepted?.state.committed !== true) return undefined;
    return chargeRunAnswer(stream.slice(chargeRunStreamOf('').length), accepted.state);
  }
}

function heldAnswer(facts: Facts, account: StudentAccount): object {
  const [fact] = facts.flatMap(({ type, data }) => (type === 'CreditHoldSet' ? [data] : []));
  return standAnswer(fact?.paymentId ?? '', account);
}
