// One student's account as people read it: the charges with what is left of each, the payments with
// what they pay, and the sums that these add up to.
import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import type { Uuid } from '../../kernel/ids.js';
import { localDateOf } from '../../kernel/local-date.js';
import { ReadModels } from '../read-models.js';
import { chargeOf, linkOf, paymentOf, termOf, totalsOf } from './account.answers.js';
import type { Account, AccountPayment, Balance } from './account.shapes.js';
import { accountStatements, type AccountRows } from './account.statements.js';

export type * from './account.shapes.js';

@Injectable()
export class AccountQueries {
  constructor(
    private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The whole account of one student. O(facts of that account).
   * @throws AppError `not_found` (`student_not_found`); a registered student without facts has zeros.
   * Source: tables student, account, student_term, charge, payment, allocation.
   */
  async account(studentId: Uuid): Promise<Account> {
    const { timeZone: _zone, ...account } = await this.read(studentId);
    return account;
  }

  /**
   * Balance per term and in total, of everything that is recorded.
   * @throws AppError `not_found` (`student_not_found`).
   */
  async balance(studentId: Uuid): Promise<Balance> {
    const account = await this.read(studentId);
    const { position, lagSeconds, currency, terms, totals } = account;
    const asOf = localDateOf(this.clock.now(), account.timeZone);
    return { position, lagSeconds, currency, asOf, terms, totals };
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

  private async read(studentId: Uuid): Promise<Account & { readonly timeZone: string }> {
    const answer = await this.readModels.read<AccountRows>(accountStatements, [studentId]);
    const { students, account, terms, charges, payments, allocations, ...stamp } = answer;
    if (students[0] === undefined) throw studentNotFound(studentId);
    const { currency, timeZone, paymentStatus, ...student } = students[0];
    const links = allocations.map(linkOf);
    return {
      ...stamp,
      student,
      currency,
      timeZone,
      paymentStatus,
      terms: terms.map(termOf),
      totals: totalsOf(account[0]),
      charges: charges.map((row) => chargeOf(row, links)),
      payments: payments.map((row) => paymentOf(row, links)),
    };
  }
}

function studentNotFound(studentId: Uuid): AppError {
  return new AppError('not_found', `There is no student ${studentId}.`, {
    code: 'student_not_found',
  });
}
