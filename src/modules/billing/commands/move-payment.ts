// Moves a payment to the right child: the reversal on the wrong one is written under the caller's
// gate, what follows is the system's work and is finished here in time, or by the sweeper.
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { COMMAND_MILLISECONDS_MAX, type Decided, type Timing } from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import { present } from '../../../kernel/assert.js';
import type { Uuid } from '../../../kernel/ids.js';
import { StudentDirectory, TIMING } from '../../students/index.js';
import { AccountCommands } from '../account-commands.js';
import { recordPaymentAnswer, type RecordPaymentAnswer } from '../answers.js';
import type { Authority, Written } from '../authority.js';
import { movePayment } from '../domain/move-payment.js';
import type { ReasonCode } from '../domain/reasons.js';
import type { AccountFact } from '../domain/student-account.events.js';
import type { StudentAccount } from '../domain/student-account.js';
import { ReceiptIssuer } from '../processes/issue-receipts.js';
import { PaymentMover } from '../processes/move-payment.js';
import { promisedMoveIn, type PromisedMove } from '../processes/promised-move.js';

export interface MoveRequest {
  readonly toStudentId: Uuid;
  readonly reason: string;
  /** `wrong_child` when absent. */
  readonly reasonCode?: ReasonCode;
}

type Recorded = Decided<StudentAccount, AccountFact>;

const RETRY_AFTER_SECONDS = 2;

/** Its answer and its revision are the right child's. */
export class MovePayment extends Command<Written<RecordPaymentAnswer>> {
  constructor(
    readonly studentId: Uuid,
    readonly paymentId: Uuid,
    readonly request: MoveRequest,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(MovePayment)
export class MovePaymentHandler implements ICommandHandler<MovePayment> {
  constructor(
    private readonly accounts: AccountCommands,
    private readonly students: StudentDirectory,
    private readonly mover: PaymentMover,
    private readonly receipts: ReceiptIssuer,
    @Inject(TIMING) private readonly timing: Timing,
  ) {}

  /**
   * @throws AppError `invalid` (`same_student`) · `not_found` (`student_not_found`) · `conflict`
   *   (`currency_mismatch`) · `unavailable`
   *   (`outcome_unknown`) when the payment left and has not arrived in time: the same key finds it
   *   arrived; as `movePayment` and `AccountCommands.run`.
   */
  async execute(command: MovePayment): Promise<Written<RecordPaymentAnswer>> {
    const deadline = this.timing.now() + COMMAND_MILLISECONDS_MAX;
    const { move, replayed } = await this.promise(command);
    const { facts, state, ...written } = await this.finishInTime(move, deadline);
    const receipt = await this.receipts.numberInTime(facts, state);
    const answer = recordPaymentAnswer(facts, state, receipt?.number);
    const position = receipt?.position ?? written.position;
    return { answer, revision: written.revision, position, replayed };
  }

  private async promise({ studentId, paymentId, request, by }: MovePayment) {
    const { toStudentId, reasonCode = 'wrong_child', reason: note } = request;
    if (toStudentId === studentId) throw sameStudent(paymentId, studentId);
    await this.students.assertRegistered(toStudentId);
    await this.mover.assertArrives(toStudentId);
    const reason = { reasonCode, note };
    const { facts, replayed } = await this.accounts.run({
      studentId,
      by,
      decide: (account, place) =>
        movePayment(account, { ...place, paymentId, toStudentId, reason }),
    });
    return { move: present(promisedMoveIn(facts), 'the move of this command'), replayed };
  }

  private async finishInTime(move: PromisedMove, deadline: number): Promise<Recorded> {
    const left = Math.max(0, deadline - this.timing.now());
    const work = this.mover.finish(move).catch((error: unknown) => {
      throw isPassing(error) ? underWay(move, error) : error;
    });
    const recorded = await this.timing.within<Recorded | undefined>(left, work, () => undefined);
    if (recorded === undefined) throw underWay(move, undefined);
    return recorded;
  }
}

function sameStudent(paymentId: Uuid, studentId: Uuid): AppError {
  const message = `Payment ${paymentId} is on student ${studentId} already.`;
  return new AppError('invalid', message, { code: 'same_student' });
}

function isPassing(error: unknown): boolean {
  return error instanceof AppError && error.kind === 'unavailable';
}

function underWay({ from }: PromisedMove, cause: unknown): AppError {
  const message = `Payment ${from.paymentId} is on its way to the other student. Ask again with the same key.`;
  return new AppError('unavailable', message, {
    code: 'outcome_unknown',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    extra: { effect: 'unknown' },
    cause,
  });
}
