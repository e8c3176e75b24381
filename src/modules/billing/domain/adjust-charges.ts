// Lowering what is owed by hand: discount, scholarship, waiver, write-off (rule 13). What was paid
// beyond the new net is released and meets whatever else is outstanding (rule 4).
import type { NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import { latest, type LocalDate } from '../../../kernel/local-date.js';
import { amountToEvent, sum } from '../../../kernel/money.js';
import { AccountBatch, type AccountHolder } from './account-batch.js';
import {
  adjustmentLines,
  type AdjustmentLine,
  type AdjustmentMeasure,
  type AdjustmentTarget,
} from './adjustment-lines.js';
import { assertEffective, assertNotBefore, type BooksDay } from './effective-date.js';
import { assertOnePersonMay } from './four-eyes.js';
import { sealedReason, type Reason } from './reasons.js';
import { release } from './release.js';
import type { AccountFact, AdjustmentApplied, AdjustmentKind } from './student-account.events.js';
import { netOf, type StudentAccount } from './student-account.js';

export interface AdjustmentByHand extends AccountHolder, BooksDay {
  readonly adjustmentId: Uuid;
  readonly kind: AdjustmentKind;
  readonly target: AdjustmentTarget;
  readonly measure: AdjustmentMeasure;
  readonly effectiveDate: LocalDate;
  readonly reason: Reason;
  /** Above it one person can't adjust alone, minor units. */
  readonly fourEyesLimitMinor: bigint;
}

/**
 * Decides an adjustment, one line a charge.
 * @throws AppError as `adjustmentLines`; `forbidden` (`four_eyes_required`) · `conflict`
 *   (`period_closed`) · `rule_violated` (`date_in_future`, `effective_date_too_early`).
 */
export function adjustCharges(
  account: StudentAccount,
  adjustment: AdjustmentByHand,
): NewFact<AccountFact>[] {
  const { target, measure, effectiveDate, fourEyesLimitMinor } = adjustment;
  const lines = adjustmentLines(account, target, measure);
  const totalMinor = sum(lines.map((line) => line.amountMinor));
  assertOnePersonMay('An adjustment', totalMinor, fourEyesLimitMinor);
  assertEffective(effectiveDate, adjustment);
  assertNotBefore(effectiveDate, roomOfAll(lines));
  const batch = AccountBatch.on(account, adjustment);
  for (const line of lines) {
    batch.add(...releasedFor(batch.account, line, effectiveDate), applied(line, adjustment));
  }
  return [...batch.settled('credit_on_release')];
}

/** One day for all lines: a day that only some of them accept is no answer to whoever asks again. */
function roomOfAll(lines: readonly AdjustmentLine[]): LocalDate {
  return lines.map(({ charge }) => charge.roomSince).reduce((a, b) => latest(a, b));
}

/** What is allocated beyond the net that the charge will have. */
function releasedFor(account: StudentAccount, line: AdjustmentLine, effectiveDate: LocalDate) {
  const { chargeId, allocatedMinor } = line.charge;
  const amountMinor = allocatedMinor - (netOf(line.charge) - line.amountMinor);
  if (amountMinor <= 0n) return [];
  return release(account, {
    of: { chargeId },
    amountMinor,
    effectiveDate,
    cause: 'adjusted_below',
  });
}

function applied(line: AdjustmentLine, of: AdjustmentByHand): NewFact<AdjustmentApplied> {
  const { adjustmentId, kind, currency, effectiveDate, measure, reason, studentId } = of;
  const onMinor = netOf(line.charge).toString();
  return {
    type: 'AdjustmentApplied',
    data: {
      adjustmentId,
      chargeId: line.charge.chargeId,
      kind,
      amountMinor: amountToEvent(line.amountMinor),
      currency,
      effectiveDate,
      ...('basisPoints' in measure
        ? { basis: { basisPoints: measure.basisPoints.toString(), onMinor } }
        : {}),
      reasonCode: reason.reasonCode,
    },
    ...sealedReason(reason, studentId),
  };
}
