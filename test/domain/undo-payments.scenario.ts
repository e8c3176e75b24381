// Payments undone, refunded and held on one account, for tests: today is 11 May 2026, nothing is closed.
import type { StudentAccount } from '../../src/modules/billing/domain/student-account.js';
import { holdCredit, type CreditToHold } from '../../src/modules/billing/domain/hold-credit.js';
import {
  refundPayment,
  type PaymentToRefund,
} from '../../src/modules/billing/domain/refund-payment.js';
import {
  reversePayment,
  type PaymentToReverse,
} from '../../src/modules/billing/domain/reverse-payment.js';
import {
  reverseRefund,
  type RefundToReverse,
} from '../../src/modules/billing/domain/reverse-refund.js';
import { STUDENT, day, idOf } from './account-scenario.js';

const PLACE = {
  studentId: STUDENT,
  currency: 'USD',
  today: day('2026-05-11'),
  closedThrough: undefined,
  effectiveDate: day('2026-05-11'),
};

/** Takes p1 back today: the cheque bounced. */
export function reverse(account: StudentAccount, more: Partial<PaymentToReverse> = {}) {
  const reason = { reasonCode: 'payment_failed', note: 'The cheque bounced' } as const;
  return reversePayment(account, { ...PLACE, paymentId: idOf('p1'), reason, ...more });
}

/** Gives 20.00 of p1 back today as r1; one person may give back up to 100.00. */
export function refund(account: StudentAccount, more: Partial<PaymentToRefund> = {}) {
  return refundPayment(account, {
    ...PLACE,
    refundId: idOf('r1'),
    paymentId: idOf('p1'),
    amountMinor: 2_000n,
    reason: { reasonCode: 'overpaid' },
    fourEyesLimitMinor: 10_000n,
    ...more,
  });
}

/** Takes r1 back today. */
export function reverseRefunded(account: StudentAccount, more: Partial<RefundToReverse> = {}) {
  const reason = { reasonCode: 'other', note: 'Never handed out' } as const;
  return reverseRefund(account, { ...PLACE, refundId: idOf('r1'), reason, ...more });
}

/** Holds the credit of p1, or lets it go. */
export function hold(account: StudentAccount, more: Partial<CreditToHold> = {}) {
  return holdCredit(account, { ...PLACE, paymentId: idOf('p1'), hold: true, ...more });
}
