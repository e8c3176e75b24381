// One student's account as people read it, now or as of a day: the charges with what is left of each,
// the payments with what they pay, and the sums that these add up to.
import { Inject, Injectable, Optional } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import type { Uuid } from '../../kernel/ids.js';
import { localDateOf, type LocalDate } from '../../kernel/local-date.js';
import { ReadModels, type Answer } from '../read-models.js';
import { chargeOf, linkOf, paymentOf } from './account.answers.js';
import type { AccountRows } from './account.rows.js';
import type { Account, AccountPayment, Balance } from './account.shapes.js';
import { accountOnDayStatements, accountStatements } from './account.statements.js';
import { sumsOf } from './account.sums.js';
import { adjustmentOf, refundOf } from './correction.answers.js';
import { LiveAccounts } from './live-account.js';

export type * from './account.shapes.js';

@Injectable()
export class AccountQueries {
  constructor(
    private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    @Optional() private readonly live?: LiveAccounts,
  ) {}

  /**
   * The whole account of one student. O(facts of that account).
   * @param asOf  School-local day: what was in effect at its end, whenever it was recorded. Absent,
   *   and of a day to come: all that is recorded, for nothing takes effect in the future.
   * @throws AppError `not_found` (`student_not_found`); a registered student without facts has zeros.
   * Source: tables student, account, student_term, charge, payment, allocation, adjustment, refund;
   *   of a day also allocation_release, credit_hold.
   */
  async account(studentId: Uuid, asOf?: LocalDate): Promise<Account> {
    const { timeZone: _zone, ...account } = await this.read(studentId, asOf);
    return account;
  }

  /**
   * Balance per term and in total, as of a day: rule 5.
   * @param asOf  As of `account`.
   * @throws AppError `not_found` (`student_not_found`).
   */
  async balance(studentId: Uuid, asOf?: LocalDate): Promise<Balance> {
    const account = await this.read(studentId, asOf);
    const { position, lagSeconds, currency, terms, totals, timeZone, parked } = account;
    const day = asOf ?? localDateOf(this.clock.now(), timeZone);
    const sums = { position, lagSeconds, currency, asOf: day, terms, totals };
    return parked === undefined ? sums : { ...sums, parked };
  }

  /** @throws AppError `not_found`: `student_not_found`, `payment_not_found`. */
  async payment(studentId: Uuid, paymentId: Uuid): Promise<AccountPayment> {
    const { payments } = await this.account(studentId);
    const payment = payments.find(({ id }) => id === paymentId);
    if (payment !== undefined) return payment;
    throw new AppError('not_found', `Student ${studentId} has no payment ${paymentId}.`, {
      code: 'payment_not_found',
    });
  }

  private async read(studentId: Uuid, asOf: LocalDate | undefined): Promise<ZonedAccount> {
    const now = this.clock.now().toISOString();
    const answer =
      asOf === undefined
        ? await this.readModels.read<AccountRows>(accountStatements, [studentId, now])
        : await this.readModels.read<AccountRows>(accountOnDayStatements, [studentId, asOf]);
    // While nobody is parked nothing more is asked.
    const live = answer.incomplete && (await this.live?.find(studentId, asOf));
    if (live) return live;
    const { position, lagSeconds, students, terms, account } = answer;
    if (students[0] === undefined) throw studentNotFound(studentId);
    const { currency, timeZone, paymentStatus, ...student } = students[0];
    const known = { position, lagSeconds, student, currency, timeZone, paymentStatus };
    return {
      ...known,
      ...(asOf === undefined ? {} : { asOf }),
      ...sumsOf(terms, account[0]),
      ...partsOf(answer),
    };
  }
}

type ZonedAccount = Account & { readonly timeZone: string };

function partsOf(answer: Answer<AccountRows>) {
  const links = answer.allocations.map(linkOf);
  const adjustments = answer.adjustments.map(adjustmentOf);
  const refunds = answer.refunds.map(refundOf);
  const parts = { links, adjustments, refunds };
  return {
    charges: answer.charges.map((row) => chargeOf(row, parts)),
    payments: answer.payments.map((row) => paymentOf(row, parts)),
    adjustments,
  };
}

function studentNotFound(studentId: Uuid): AppError {
  return new AppError('not_found', `There is no student ${studentId}.`, {
    code: 'student_not_found',
  });
}
