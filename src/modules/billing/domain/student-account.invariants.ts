// What every account must satisfy, whatever commands came in which order. Only a bug can break one
// of these, so they are asserted, never answered to a user. The first three hold as of every day.
import { assert } from '../../../kernel/assert.js';
import { sum } from '../../../kernel/money.js';
import { SETTLED_AT_ONCE_MAX } from './batch-room.js';
import { creditOf, outstandingOf, type StudentAccount } from './student-account.js';

/** All four; asserted before an append and after a load. O(charges + payments). */
export function assertAccountInvariants(account: StudentAccount): void {
  assertSoundAsOfAnyDay(account);
  assertNoCreditBesideDebt(account);
}

/** The three that hold for the facts up to any effective date, in the past too. */
export function assertSoundAsOfAnyDay(account: StudentAccount): void {
  assertChargesCovered(account);
  assertPaymentsUsedOnce(account);
  assertPartsAddUp(account);
}

/** Per charge: 0 ≤ allocated ≤ net. */
function assertChargesCovered(account: StudentAccount): void {
  for (const charge of account.charges.values()) {
    assert(charge.allocatedMinor >= 0n, `allocated of charge ${charge.chargeId} ≥ 0`);
    assert(outstandingOf(charge) >= 0n, `allocated ≤ net of charge ${charge.chargeId}`);
  }
}

/** Per payment: allocated + credit + refunded + reversed = amount, each ≥ 0. */
function assertPaymentsUsedOnce(account: StudentAccount): void {
  for (const payment of account.payments.values()) {
    const parts = [payment.allocatedMinor, payment.refundedMinor, payment.reversedMinor];
    const sound = parts.every((part) => part >= 0n) && creditOf(payment) >= 0n;
    assert(sound, `payment ${payment.paymentId} is used at most once`);
  }
}

/** Charged − cancelled − adjusted − (paid − reversed) + refunded = Σ outstanding − Σ credit, and
 * every allocation stands on both sides. */
function assertPartsAddUp(account: StudentAccount): void {
  const charges = [...account.charges.values()];
  const payments = [...account.payments.values()];
  const net = sum(charges.map((c) => c.amountMinor - c.cancelledMinor - c.adjustedMinor));
  const kept = sum(payments.map((p) => p.amountMinor - p.reversedMinor - p.refundedMinor));
  const outstanding = sum(charges.map(outstandingOf));
  assert(net - kept === outstanding - sum(payments.map(creditOf)), 'sum of parts = balance');
  const lines = sum([...account.allocations.values()].map((line) => line.amountMinor));
  assert(lines === sum(charges.map((c) => c.allocatedMinor)), 'every allocation is in a charge');
}

/** Not both: credit that is not held, and something outstanding (rule 4); a very large account may
 * need several commands to get there. */
function assertNoCreditBesideDebt(account: StudentAccount): void {
  if (account.charges.size + account.payments.size > SETTLED_AT_ONCE_MAX) return;
  const inDebt = [...account.charges.values()].some((charge) => outstandingOf(charge) > 0n);
  const hasFreeCredit = [...account.payments.values()].some(
    (payment) => !payment.holdCredit && creditOf(payment) > 0n,
  );
  assert(!(inDebt && hasFreeCredit), 'free credit meets whatever is outstanding');
}
