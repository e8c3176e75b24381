// Giving money back (rule 6): of one payment, at most what is left of it.
import { AppError } from '../../../kernel/app-error.js';
import type { NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { amountToApi, amountToEvent } from '../../../kernel/money.js';
import { AccountBatch, type AccountHolder } from './account-batch.js';
import { assertEffective, assertNotBefore, type BooksDay } from './effective-date.js';
import { assertOnePersonMay } from './four-eyes.js';
import { paymentThatCounts } from './payment-that-counts.js';
import { sealedReason, type Reason } from './reasons.js';
import type { AccountFact, PaymentMethod, RefundIssued } from './student-account.events.js';
import { creditOf, type Payment, type StudentAccount } from './student-account.js';

export interface PaymentToRefund extends AccountHolder, BooksDay {
  readonly refundId: Uuid;
  readonly paymentId: Uuid;
  /** Minor units, 1 … 10^12 − 1. */
  readonly amountMinor: bigint;
  /** How the money goes back; as it came when absent. */
  readonly method?: PaymentMethod;
  readonly effectiveDate: LocalDate;
  readonly reason: Reason;
  /** Above it one person can't give money back alone, minor units. */
  readonly fourEyesLimitMinor: bigint;
}

/**
 * Decides a refund. Credit that is held can be refunded too; partial refunds add up.
 * @throws AppError `not_found` (`payment_not_found`) · `conflict` (`already_reversed`,
 *   `period_closed`) · `forbidden` (`four_eyes_required`) · `rule_violated` (`refund_exceeds` with
 *   `creditMinor`, `date_in_future`, `effective_date_too_early`).
 */
export function refundPayment(
  account: StudentAccount,
  refund: PaymentToRefund,
): NewFact<AccountFact>[] {
  const payment = paymentThatCounts(account, refund.paymentId);
  assertLeft(payment, refund.amountMinor);
  assertOnePersonMay('A refund', refund.amountMinor, refund.fourEyesLimitMinor);
  assertEffective(refund.effectiveDate, refund);
  assertNotBefore(refund.effectiveDate, payment.roomSince);
  const batch = AccountBatch.on(account, refund).add(issued(payment, refund));
  return [...batch.settled('credit_on_release')];
}

function issued(payment: Payment, refund: PaymentToRefund): NewFact<RefundIssued> {
  const { refundId, paymentId, currency, effectiveDate, reason, studentId } = refund;
  return {
    type: 'RefundIssued',
    data: {
      refundId,
      paymentId,
      amountMinor: amountToEvent(refund.amountMinor),
      currency,
      method: refund.method ?? payment.method,
      effectiveDate,
      reasonCode: reason.reasonCode,
    },
    ...sealedReason(reason, studentId),
  };
}

function assertLeft(payment: Payment, amountMinor: bigint): void {
  const creditMinor = creditOf(payment);
  if (amountMinor <= creditMinor) return;
  const { paymentId } = payment;
  const message = `Payment ${paymentId} has ${creditMinor} (minor units) left; ${amountMinor} is more.`;
  throw new AppError('rule_violated', message, {
    code: 'refund_exceeds',
    extra: { creditMinor: amountToApi(creditMinor) },
  });
}
