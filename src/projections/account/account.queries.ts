// One student's account as people read it: the charges with what is left of each, the payments with
// what they pay, and the sums that these add up to.
import { Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import { ReadModels } from '../reading/read-models.js';
import { chargeOf, linkOf, paymentOf, termOf, totalsOf } from './account.answers.js';
import type { Account, Balance } from './account.shapes.js';
import { accountStatements, type AccountRows } from './account.statements.js';

export type * from './account.shapes.js';

@Injectable()
export class AccountQueries {
  constructor(private readonly readModels: ReadModels) {}

  /**
   * The whole account of one student. O(facts of that account).
   * @throws AppError `not_found` (`student_not_found`); a registered student without facts has zeros.
   * Source: tables student, account, student_term, charge, payment, allocation.
   */
  async account(studentId: Uuid): Promise<Account> {
    const answer = await this.readModels.read<AccountRows>(accountStatements, [studentId]);
    const { students, account, terms, charges, payments, allocations, ...stamp } = answer;
    if (students[0] === undefined) throw studentNotFound(studentId);
    const { currency, paymentStatus, ...student } = students[0];
    const links = allocations.map(linkOf);
    return {
      ...stamp,
      student,
      currency,
      paymentStatus,
      terms: terms.map(termOf),
      totals: totalsOf(account[0]),
      charges: charges.map((row) => chargeOf(row, links)),
      payments: payments.map((row) => paymentOf(row, links)),
    };
  }

  /**
   * Balance per term and in total.
   * @throws AppError `not_found` (`student_not_found`).
   */
  async balance(studentId: Uuid): Promise<Balance> {
    const { position, lagSeconds, currency, terms, totals } = await this.account(studentId);
    return { position, lagSeconds, currency, terms, totals };
  }
}

function studentNotFound(studentId: Uuid): AppError {
  return new AppError('not_found', `There is no student ${studentId}.`, {
    code: 'student_not_found',
  });
}
