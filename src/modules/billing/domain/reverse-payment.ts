// Taking a payment back (rule 6): the cheque bounced, the transfer was somebody else's. What it paid
// is owed again, also when its credit had been used; what was given back of it is owed too.
import type { NewFact } from '../../../kernel/fact.js';
import { refundRecoveryChargeIdOf, type Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { amountToEvent } from '../../../kernel/money.js';
import { AccountBatch, type AccountHolder } from './account-batch.js';
import { assertEffective, assertNotBefore, type BooksDay } from './effective-date.js';
import { paymentThatCounts } from './payment-that-counts.js';
import { sealedReason, type Reason } from './reasons.js';
import { release } from './release.js';
import type {
  AccountFact,
  ChargeRaised,
  MovedPayment,
  PaymentReversed,
} from './student-account.events.js';
import type { Payment, StudentAccount } from './student-account.js';

export interface PaymentToReverse extends AccountHolder, BooksDay {
  readonly paymentId: Uuid;
  readonly effectiveDate: LocalDate;
  readonly reason: Reason;
}

/** Fee code of the charge over what was refunded of a payment that turned out to be none. */
export const REFUND_RECOVERY_FEE_CODE = 'REFUND_RECOVERY';
/** It comes first among the charges that are due on its day. */
const REFUND_RECOVERY_PRIORITY = '0';

/**
 * Decides a reversal: releases first, then PaymentReversed over what was not refunded, then a charge
 * over what was. Other credit meets the charges that are open again.
 * @throws AppError `not_found` (`payment_not_found`) · `conflict` (`already_reversed`,
 *   `period_closed`) · `rule_violated` (`date_in_future`, `effective_date_too_early`).
 */
export function reversePayment(
  account: StudentAccount,
  reverse: PaymentToReverse,
): NewFact<AccountFact>[] {
  const payment = paymentThatCounts(account, reverse.paymentId);
  const batch = reversalBatch(account, payment, reverse);
  if (payment.refundedMinor > 0n) batch.add(recovery(payment, reverse));
  return [...batch.settled('credit_on_release')];
}

/**
 * The first half of every reversal: the payment's allocations go back, then the payment does.
 * @throws AppError `conflict` (`period_closed`) · `rule_violated` (`date_in_future`,
 *   `effective_date_too_early`).
 */
export function reversalBatch(
  account: StudentAccount,
  payment: Payment,
  reverse: PaymentToReverse & { readonly movedTo?: MovedPayment },
): AccountBatch {
  const { effectiveDate } = reverse;
  assertEffective(effectiveDate, reverse);
  assertNotBefore(effectiveDate, payment.roomSince);
  const of = { paymentId: payment.paymentId };
  const released = release(account, { of, effectiveDate, cause: 'payment_reversed' });
  return AccountBatch.on(account, reverse).add(...released, reversed(payment, reverse));
}

function reversed(
  payment: Payment,
  reverse: Parameters<typeof reversalBatch>[2],
): NewFact<PaymentReversed> {
  const { currency, effectiveDate, reason, studentId, movedTo } = reverse;
  return {
    type: 'PaymentReversed',
    data: {
      paymentId: payment.paymentId,
      amountMinor: amountToEvent(payment.amountMinor - payment.refundedMinor),
      currency,
      effectiveDate,
      reversesDate: payment.effectiveDate,
      reasonCode: reason.reasonCode,
      ...(movedTo === undefined ? {} : { movedTo }),
    },
    ...sealedReason(reason, studentId),
  };
}

function recovery(payment: Payment, reverse: PaymentToReverse): ChargeRaised {
  const { currency, effectiveDate } = reverse;
  return {
    type: 'ChargeRaised',
    data: {
      chargeId: refundRecoveryChargeIdOf(payment.paymentId),
      kind: 'refund_recovery',
      feeCode: REFUND_RECOVERY_FEE_CODE,
      description: 'Refund of a payment that was reversed',
      amountMinor: amountToEvent(payment.refundedMinor),
      currency,
      effectiveDate,
      dueOn: effectiveDate,
      priority: REFUND_RECOVERY_PRIORITY,
    },
  };
}
