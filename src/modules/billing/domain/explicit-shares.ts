// The list of what a payer wants paid (rule 3): it fits, or the payment is refused.
import { AppError } from '../../../kernel/app-error.js';
import type { Uuid } from '../../../kernel/ids.js';
import { sum } from '../../../kernel/money.js';
import type { Share } from './settle.js';
import { outstandingOf, type Charge, type StudentAccount } from './student-account.js';

/**
 * Σ shares ≤ amount, and the shares of one charge together ≤ what is outstanding of it.
 * @throws AppError `rule_violated` (`allocation_exceeds`) · `not_found` (`charge_not_found`).
 */
export function assertSharesFit(
  account: StudentAccount,
  amountMinor: bigint,
  shares: readonly Share[],
): void {
  const total = sum(shares.map((share) => share.amountMinor));
  if (total > amountMinor) {
    throw exceeds(`The allocations add up to ${total}, the payment is ${amountMinor}.`);
  }
  const room = new Map<Uuid, bigint>();
  for (const { chargeId, amountMinor: share } of shares) {
    const outstanding = outstandingOf(chargeOf(account, chargeId));
    const left = (room.get(chargeId) ?? outstanding) - share;
    if (left < 0n) throw exceeds(`Charge ${chargeId} has ${outstanding} outstanding.`);
    room.set(chargeId, left);
  }
}

function chargeOf(account: StudentAccount, chargeId: Uuid): Charge {
  const charge = account.charges.get(chargeId);
  if (charge !== undefined) return charge;
  throw new AppError('not_found', `This account has no charge ${chargeId}.`, {
    code: 'charge_not_found',
  });
}

function exceeds(message: string): AppError {
  return new AppError('rule_violated', message, { code: 'allocation_exceeds' });
}
