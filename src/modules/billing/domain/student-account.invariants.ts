// What every account must satisfy, whatever commands came in which order. Only a bug can break one
// of these, so they are asserted, never answered to a user. Most of them hold as of every day.
import { assert } from '../../../kernel/assert.js';
import type { Uuid } from '../../../kernel/ids.js';
import { sum } from '../../../kernel/money.js';
import { SETTLED_AT_ONCE_MAX } from './batch-room.js';
import { creditOf, outstandingOf, type StudentAccount } from './student-account.js';

/** All of them; asserted before an append and after a load. O(charges + payments + lines). */
export function assertAccountInvariants(account: StudentAccount): void {
  assertSoundAsOfAnyDay(account);
  assertNothingLeftOfReversed(account);
  assertNoCreditBesideDebt(account);
}

/** Those that hold for the facts up to any effective date, in the past too. */
export function assertSoundAsOfAnyDay(account: StudentAccount): void {
  assertChargesCovered(account);
  assertPaymentsUsedOnce(account);
  assertPartsAddUp(account);
  assertCorrectionsAddUp(account);
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

/** What was adjusted of each charge and refunded of each payment is what is in force of that. */
function assertCorrectionsAddUp({ charges, payments, adjustments, refunds }: StudentAccount): void {
  const adjusted = inForceBy(adjustments.values(), (line) => line.chargeId);
  for (const { chargeId, adjustedMinor } of charges.values()) {
    assert((adjusted.get(chargeId) ?? 0n) === adjustedMinor, `adjustments of charge ${chargeId}`);
  }
  const refunded = inForceBy(refunds.values(), (refund) => refund.paymentId);
  for (const { paymentId, refundedMinor } of payments.values()) {
    assert((refunded.get(paymentId) ?? 0n) === refundedMinor, `refunds of payment ${paymentId}`);
  }
}

/** Sums of what was not reversed. */
function inForceBy<Line extends { amountMinor: bigint; reversedOn: unknown }>(
  lines: Iterable<Line>,
  owner: (line: Line) => Uuid,
): ReadonlyMap<Uuid, bigint> {
  const sums = new Map<Uuid, bigint>();
  for (const line of lines) {
    if (line.reversedOn !== undefined) continue;
    sums.set(owner(line), (sums.get(owner(line)) ?? 0n) + line.amountMinor);
  }
  return sums;
}

/** A reversed payment pays nothing and has nothing left; as of a day before a later refund it may. */
function assertNothingLeftOfReversed(account: StudentAccount): void {
  for (const payment of account.payments.values()) {
    if (payment.reversedOn === undefined) continue;
    const isEmpty = payment.allocatedMinor === 0n && creditOf(payment) === 0n;
    assert(isEmpty, `nothing is left of reversed payment ${payment.paymentId}`);
  }
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
