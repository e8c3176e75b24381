// Undoing a wrong charge (rule 6): what it was paid with becomes credit and meets whatever else is
// outstanding; the same fee can then be charged again.
import { AppError } from '../../../kernel/app-error.js';
import type { NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import { latest, type LocalDate } from '../../../kernel/local-date.js';
import { amountToEvent } from '../../../kernel/money.js';
import { AccountBatch, type AccountHolder } from './account-batch.js';
import { assertEffective, assertNotBefore, type BooksDay } from './effective-date.js';
import { sealedReason, type Reason } from './reasons.js';
import { release } from './release.js';
import type { AccountFact, ChargeCancelled } from './student-account.events.js';
import { netOf, type Charge, type StudentAccount } from './student-account.js';

export interface ChargeToCancel extends AccountHolder, BooksDay {
  readonly chargeId: Uuid;
  readonly effectiveDate: LocalDate;
  readonly reason: Reason;
}

type Cancellation = Pick<ChargeToCancel, 'studentId' | 'currency' | 'effectiveDate' | 'reason'>;

/**
 * Decides a cancellation: releases first, then ChargeCancelled over the whole net. Adjustments in
 * force stay and are closed by it.
 * @throws AppError `not_found` (`charge_not_found`) · `conflict` (`already_cancelled`,
 *   `period_closed`) · `rule_violated` (`date_in_future`, `effective_date_too_early`).
 */
export function cancelCharge(
  account: StudentAccount,
  cancel: ChargeToCancel,
): NewFact<AccountFact>[] {
  const { chargeId, effectiveDate } = cancel;
  const charge = chargeThatCounts(account, chargeId);
  assertEffective(effectiveDate, cancel);
  assertNotBefore(effectiveDate, cancellableFrom(account, charge));
  const batch = AccountBatch.on(account, cancel);
  batch.add(...cancellation(account, charge, cancel));
  return [...batch.settled('credit_on_release')];
}

/** Releases what a charge was paid with, then cancels its whole net; judges no date. */
export function cancellation(
  account: StudentAccount,
  charge: Charge,
  cancel: Cancellation,
): NewFact<AccountFact>[] {
  const { chargeId } = charge;
  const { effectiveDate } = cancel;
  const released = release(account, { of: { chargeId }, effectiveDate, cause: 'charge_cancelled' });
  return [...released, cancelled(charge, cancel)];
}

/**
 * A charge of this account that is not cancelled.
 * @throws AppError `not_found` (`charge_not_found`) · `conflict` (`already_cancelled`).
 */
export function chargeThatCounts(account: StudentAccount, chargeId: Uuid): Charge {
  const charge = account.charges.get(chargeId);
  if (charge === undefined) {
    const message = `This account has no charge ${chargeId}.`;
    throw new AppError('not_found', message, { code: 'charge_not_found' });
  }
  if (charge.cancelledOn === undefined) return charge;
  const message = `Charge ${chargeId} was cancelled on ${charge.cancelledOn}.`;
  throw new AppError('conflict', message, { code: 'already_cancelled' });
}

/** Not before an adjustment that it closes either, or a past day would show a rest of the charge. */
export function cancellableFrom(account: StudentAccount, charge: Charge): LocalDate {
  const inForce = [...account.adjustments.values()].filter(
    (line) => line.chargeId === charge.chargeId && line.reversedOn === undefined,
  );
  return latest(charge.roomSince, ...inForce.map((line) => line.effectiveDate));
}

function cancelled(charge: Charge, cancel: Cancellation): NewFact<ChargeCancelled> {
  const { currency, effectiveDate, reason, studentId } = cancel;
  return {
    type: 'ChargeCancelled',
    data: {
      chargeId: charge.chargeId,
      amountMinor: amountToEvent(netOf(charge)),
      currency,
      effectiveDate,
      reasonCode: reason.reasonCode,
    },
    ...sealedReason(reason, studentId),
  };
}
