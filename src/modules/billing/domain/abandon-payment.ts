// The fence of the reference claim: a payment that promised to come and never did can be ruled out
// for ever, so that another payment may carry its bank reference.
import { assert } from '../../../kernel/assert.js';
import type { NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import { AccountBatch, type AccountHolder } from './account-batch.js';
import type { AccountFact } from './student-account.events.js';
import type { StudentAccount } from './student-account.js';

export type PaymentFate = 'absent' | 'recorded' | 'abandoned' | 'reversed' | 'moved';

/** What has become of a payment in this account. */
export function fateOf(account: StudentAccount, paymentId: Uuid): PaymentFate {
  const payment = account.payments.get(paymentId);
  if (payment === undefined) return account.abandoned.has(paymentId) ? 'abandoned' : 'absent';
  if (payment.reversedOn === undefined) return 'recorded';
  return payment.movedTo === undefined ? 'reversed' : 'moved';
}

/** Rules out a payment that is absent; anything else was decided before and stays. */
export function abandonPayment(
  account: StudentAccount,
  fence: AccountHolder & { paymentId: Uuid; byPaymentId: Uuid },
): NewFact<AccountFact>[] {
  const { paymentId, byPaymentId } = fence;
  assert(paymentId !== byPaymentId, `payment ${paymentId} does not fence off itself`);
  if (fateOf(account, paymentId) !== 'absent') return [];
  return AccountBatch.on(account, fence).add({
    type: 'PaymentAbandoned',
    data: { paymentId, byPaymentId },
  }).facts;
}
