// Taking an adjustment back (rule 6; killbill#1949): every line of it that is in force, and waiting
// credit meets the charges that ask for more again.
import { AppError } from '../../../kernel/app-error.js';
import type { NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { amountToEvent } from '../../../kernel/money.js';
import { AccountBatch, type AccountHolder } from './account-batch.js';
import type { Adjustment } from './account-corrections.js';
import { chargeThatCounts } from './cancel-charge.js';
import { assertEffective, assertNotBefore, type BooksDay } from './effective-date.js';
import { sealedReason, type Reason } from './reasons.js';
import type { AccountFact, AdjustmentReversed } from './student-account.events.js';
import type { StudentAccount } from './student-account.js';

export interface AdjustmentToReverse extends AccountHolder, BooksDay {
  readonly adjustmentId: Uuid;
  readonly effectiveDate: LocalDate;
  readonly reason: Reason;
}

/**
 * Decides a reversal, one fact a line. A line of a charge that was cancelled is closed and stays.
 * @throws AppError `not_found` (`adjustment_not_found`) · `conflict` (`already_reversed`,
 *   `already_cancelled`, `period_closed`) · `rule_violated` (`date_in_future`,
 *   `effective_date_too_early`).
 */
export function reverseAdjustment(
  account: StudentAccount,
  reverse: AdjustmentToReverse,
): NewFact<AccountFact>[] {
  const lines = reversibleLines(account, reverse.adjustmentId);
  assertEffective(reverse.effectiveDate, reverse);
  for (const line of lines) assertNotBefore(reverse.effectiveDate, line.effectiveDate);
  const batch = AccountBatch.on(account, reverse);
  batch.add(...lines.map((line) => reversed(line, reverse)));
  return [...batch.settled('credit_on_release')];
}

function reversibleLines(account: StudentAccount, adjustmentId: Uuid): Adjustment[] {
  const all = [...account.adjustments.values()].filter((a) => a.adjustmentId === adjustmentId);
  const [first] = all;
  if (first === undefined) {
    const message = `This account has no adjustment ${adjustmentId}.`;
    throw new AppError('not_found', message, { code: 'adjustment_not_found' });
  }
  const inForce = all.filter((line) => line.reversedOn === undefined);
  if (inForce.length === 0) {
    const message = `Adjustment ${adjustmentId} was reversed on ${first.reversedOn}.`;
    throw new AppError('conflict', message, { code: 'already_reversed' });
  }
  const open = inForce.filter(({ chargeId }) => !isCancelled(account, chargeId));
  // All its charges are gone: say so with the name of one.
  if (open.length === 0) inForce.forEach(({ chargeId }) => chargeThatCounts(account, chargeId));
  return open;
}

function isCancelled(account: StudentAccount, chargeId: Uuid): boolean {
  return account.charges.get(chargeId)?.cancelledOn !== undefined;
}

function reversed(line: Adjustment, of: AdjustmentToReverse): NewFact<AdjustmentReversed> {
  const { currency, effectiveDate, reason, studentId } = of;
  return {
    type: 'AdjustmentReversed',
    data: {
      adjustmentId: line.adjustmentId,
      chargeId: line.chargeId,
      amountMinor: amountToEvent(line.amountMinor),
      currency,
      effectiveDate,
      reasonCode: reason.reasonCode,
    },
    ...sealedReason(reason, studentId),
  };
}
