// What follows the promise to move a payment: its reference goes over to the payment on the right
// child, then that payment is recorded. It always ends forward, whoever does it and how often.
import { Inject, Injectable } from '@nestjs/common';
import {
  CommandLog,
  type CommandContext,
  type Decided,
  type EffectGate,
} from '../../../eventstore/index.js';
import { present } from '../../../kernel/assert.js';
import type { Uuid } from '../../../kernel/ids.js';
import { AccountBatch } from '../domain/account-batch.js';
import { paymentIn } from '../domain/account-maps.js';
import { recordMovedPayment, type MovedMoney } from '../domain/move-payment.js';
import { schoolYearOf } from '../domain/school.js';
import { accountFold } from '../domain/student-account.fold.js';
import {
  accountStreamOf,
  type AccountFact,
  type MovedPayment,
} from '../domain/student-account.events.js';
import type { StudentAccount } from '../domain/student-account.js';
import { SYSTEM_GATE } from '../ports.js';
import { SchoolRegister } from '../school-register.js';
import { ReferenceClaims } from './claim-reference.js';
import { PaymentSecrets } from './payment-secrets.js';
import { moveContextOf, type PromisedMove } from './promised-move.js';

interface Moving {
  readonly from: MovedPayment;
  readonly to: MovedPayment;
  readonly money: MovedMoney;
}

@Injectable()
export class PaymentMover {
  constructor(
    private readonly log: CommandLog,
    private readonly register: SchoolRegister,
    private readonly references: ReferenceClaims,
    private readonly secrets: PaymentSecrets,
    @Inject(SYSTEM_GATE) private readonly gate: EffectGate,
  ) {}

  /**
   * Asked before the promise: the account that the money goes to can be read and takes it.
   * @throws AppError `conflict` (`currency_mismatch`); what a load throws.
   */
  async assertArrives(studentId: Uuid): Promise<void> {
    const school = await this.register.school();
    const holder = { studentId, currency: school.currency, today: this.register.today(school) };
    const { state } = await this.log.load(accountStreamOf(studentId), accountFold);
    AccountBatch.on(state, holder);
  }

  /**
   * Records the payment on the right child, or finds it recorded: the same facts again, and the
   * account up to them.
   * @throws what `ReferenceClaims.claim` and `CommandLog.decideAndAppend` throw; then it is tried
   *   again, by the same command or by the sweeper.
   */
  async finish(move: PromisedMove): Promise<Decided<StudentAccount, AccountFact>> {
    const moving = await this.movingOf(move.from);
    const context = moveContextOf(move);
    const school = await this.register.school();
    const { from, to, money } = moving;
    const payment = { ...money, ...to, currency: school.currency, movedFrom: from };
    return this.log.decideAndAppend({
      stream: accountStreamOf(to.studentId),
      fold: accountFold,
      context,
      gate: this.gate,
      decide: (account, { closedThrough }, now) => {
        const today = this.register.today(school, now);
        const receiptBook = schoolYearOf(today, school.schoolYearStartsOn);
        return recordMovedPayment(account, { ...payment, today, closedThrough, receiptBook });
      },
      claim: () => this.claim(moving, context),
    });
  }

  private async movingOf(from: MovedPayment): Promise<Moving> {
    const { state } = await this.log.load(accountStreamOf(from.studentId), accountFold);
    const payment = paymentIn(state, from.paymentId);
    const { method, effectiveDate, holdCredit, reference, reversedMinor, movedTo } = payment;
    const money = {
      amountMinor: reversedMinor,
      method,
      effectiveDate,
      holdCredit,
      ...(reference === undefined ? {} : { reference }),
      secret: await this.secrets.of(from),
    };
    return { from, to: present(movedTo, `where payment ${from.paymentId} goes`), money };
  }

  private async claim(
    { from, to, money }: Moving,
    context: CommandContext,
  ): Promise<'claimed' | 'again'> {
    const { method, reference } = money;
    if (reference === undefined) return 'claimed';
    const accountStream = accountStreamOf(to.studentId);
    const { paymentId } = to;
    const claimant = { paymentId, accountStream, method, reference, movedFrom: from };
    return this.references.claim(claimant, context);
  }
}
