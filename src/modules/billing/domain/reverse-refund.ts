// Taking a refund back (rule 6): the money never left, or came back. It is credit again and meets
// whatever is outstanding.
import { AppError } from '../../../kernel/app-error.js';
import type { NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { amountToEvent } from '../../../kernel/money.js';
import { AccountBatch, type AccountHolder } from './account-batch.js';
import type { Refund } from './account-corrections.js';
import { assertEffective, assertNotBefore, type BooksDay } from './effective-date.js';
import { paymentThatCounts } from './payment-that-counts.js';
import { sealedReason, type Reason } from './reasons.js';
import type { AccountFact, RefundReversed } from './student-account.events.js';
import type { StudentAccount } from './student-account.js';

export interface RefundToReverse extends AccountHolder, BooksDay {
  readonly refundId: Uuid;
  readonly effectiveDate: LocalDate;
  readonly reason: Reason;
}

/**
 * Decides the reversal of a refund. After a reversal of its payment there is nothing to give the
 * money back to: the refunded part was charged then.
 * @throws AppError `not_found` (`refund_not_found`) · `conflict` (`already_reversed`,
 *   `period_closed`) · `rule_violated` (`date_in_future`, `effective_date_too_early`).
 */
export function reverseRefund(
  account: StudentAccount,
  reverse: RefundToReverse,
): NewFact<AccountFact>[] {
  const refund = refundThatCounts(account, reverse.refundId);
  paymentThatCounts(account, refund.paymentId);
  assertEffective(reverse.effectiveDate, reverse);
  assertNotBefore(reverse.effectiveDate, refund.effectiveDate);
  const batch = AccountBatch.on(account, reverse).add(reversed(refund, reverse));
  return [...batch.settled('credit_on_release')];
}

function reversed(refund: Refund, reverse: RefundToReverse): NewFact<RefundReversed> {
  const { currency, effectiveDate, reason, studentId } = reverse;
  return {
    type: 'RefundReversed',
    data: {
      refundId: refund.refundId,
      amountMinor: amountToEvent(refund.amountMinor),
      currency,
      effectiveDate,
      reasonCode: reason.reasonCode,
    },
    ...sealedReason(reason, studentId),
  };
}

function refundThatCounts(account: StudentAccount, refundId: Uuid): Refund {
  const refund = account.refunds.get(refundId);
  if (refund === undefined) {
    const message = `This account has no refund ${refundId}.`;
    throw new AppError('not_found', message, { code: 'refund_not_found' });
  }
  if (refund.reversedOn === undefined) return refund;
  const { reversedOn } = refund;
  throw new AppError('conflict', `Refund ${refundId} was reversed on ${reversedOn}.`, {
    code: 'already_reversed',
    extra: { reversedOn },
  });
}
