// Payments as commands name them: there, and neither reversed nor moved to another child.
import { AppError } from '../../../kernel/app-error.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { Payment, StudentAccount } from './student-account.js';

/**
 * A payment of this account that was not taken back.
 * @throws AppError `not_found` (`payment_not_found`) · `conflict` (`already_reversed`) with
 *   `reversedOn` and, when it was moved, `movedTo`.
 */
export function paymentThatCounts(account: StudentAccount, paymentId: Uuid): Payment {
  const payment = account.payments.get(paymentId);
  if (payment === undefined) {
    const message = `This account has no payment ${paymentId}.`;
    throw new AppError('not_found', message, { code: 'payment_not_found' });
  }
  assertCounts(payment);
  return payment;
}

function assertCounts({ paymentId, reversedOn, movedTo }: Payment): void {
  if (reversedOn === undefined) return;
  const where = movedTo === undefined ? 'reversed' : `moved to student ${movedTo.studentId}`;
  throw new AppError('conflict', `Payment ${paymentId} was ${where} on ${reversedOn}.`, {
    code: 'already_reversed',
    extra: { reversedOn, ...(movedTo === undefined ? {} : { movedTo }) },
  });
}
