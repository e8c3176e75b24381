// Holding the credit of a payment: it waits for a decision instead of meeting the next charge, until
// the hold is lifted (rule 4).
import type { NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import { AccountBatch, type AccountHolder } from './account-batch.js';
import { assertEffective, assertNotBefore, type BooksDay } from './effective-date.js';
import { paymentThatCounts } from './payment-that-counts.js';
import type { AccountFact } from './student-account.events.js';
import type { StudentAccount } from './student-account.js';

export interface CreditToHold extends AccountHolder, BooksDay {
  readonly paymentId: Uuid;
  readonly hold: boolean;
}

/**
 * Sets or lifts a hold as of today; nothing when it is as it was. What is allocated stays so.
 * @throws AppError `not_found` (`payment_not_found`) · `conflict` (`already_reversed`,
 *   `period_closed`) · `rule_violated` (`effective_date_too_early`): the payment is of a later day,
 *   recorded by a clock that was ahead.
 */
export function holdCredit(account: StudentAccount, credit: CreditToHold): NewFact<AccountFact>[] {
  const { paymentId, hold, today } = credit;
  const payment = paymentThatCounts(account, paymentId);
  if (payment.holdCredit === hold) return [];
  assertEffective(today, credit);
  assertNotBefore(today, payment.effectiveDate);
  const batch = AccountBatch.on(account, credit).add({
    type: 'CreditHoldSet',
    data: { paymentId, hold, effectiveDate: today },
  });
  return [...batch.settled('credit_on_release')];
}
