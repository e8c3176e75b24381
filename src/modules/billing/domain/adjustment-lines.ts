// How an adjustment by hand falls on charges (rule 13): a part of each, rounded half up, or one amount
// over the oldest due first. Never more than the net of a charge.
import { AppError } from '../../../kernel/app-error.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { sum } from '../../../kernel/money.js';
import { chargeThatCounts } from './cancel-charge.js';
import { oldestDueFirst } from './settle.js';
import { netOf, type Charge, type StudentAccount } from './student-account.js';

/** One charge, or those of a fee code that took effect within the dates. */
export type AdjustmentTarget =
  | { readonly chargeId: Uuid }
  | {
      readonly feeCode: string;
      readonly validFrom?: LocalDate | undefined;
      readonly validTo?: LocalDate | undefined;
    };

/** A fixed amount of minor units over all lines, or a part of each net; 2 500 basis points are 25 %. */
export type AdjustmentMeasure = { readonly amountMinor: bigint } | { readonly basisPoints: bigint };

export interface AdjustmentLine {
  readonly charge: Charge;
  readonly amountMinor: bigint;
}

/**
 * @throws AppError `not_found` (`charge_not_found`) · `conflict` (`already_cancelled`) ·
 *   `rule_violated` (`adjustment_exceeds` with `adjustableMinor`, `adjustment_rounds_to_zero`).
 */
export function adjustmentLines(
  account: StudentAccount,
  target: AdjustmentTarget,
  measure: AdjustmentMeasure,
): AdjustmentLine[] {
  const charges = targetsOf(account, target);
  const lines =
    'basisPoints' in measure
      ? partOfEach(charges, measure.basisPoints)
      : spread(charges, measure.amountMinor);
  if (lines.length > 0) return lines;
  const message = 'The adjustment rounds to zero: nothing would be lowered.';
  throw new AppError('rule_violated', message, { code: 'adjustment_rounds_to_zero' });
}

/** Charges that still ask for something, the oldest due first. */
function targetsOf(account: StudentAccount, target: AdjustmentTarget): Charge[] {
  if ('chargeId' in target) return [chargeThatCounts(account, target.chargeId)];
  const { feeCode, validFrom, validTo } = target;
  const charges = [...account.charges.values()].filter(
    (charge) =>
      charge.feeCode === feeCode &&
      charge.cancelledOn === undefined &&
      charge.effectiveDate >= (validFrom ?? charge.effectiveDate) &&
      charge.effectiveDate <= (validTo ?? charge.effectiveDate),
  );
  if (charges.length > 0) return charges.sort(oldestDueFirst);
  const message = `This account has no charge of ${feeCode} that could be lowered.`;
  throw new AppError('not_found', message, { code: 'charge_not_found' });
}

function partOfEach(charges: readonly Charge[], basisPoints: bigint): AdjustmentLine[] {
  return charges
    .map((charge) => ({ charge, amountMinor: (netOf(charge) * basisPoints + 5_000n) / 10_000n }))
    .filter(({ amountMinor }) => amountMinor > 0n);
}

function spread(charges: readonly Charge[], amountMinor: bigint): AdjustmentLine[] {
  const adjustableMinor = sum(charges.map(netOf));
  if (amountMinor > adjustableMinor) {
    const message = `At most ${adjustableMinor} (minor units) can be taken off.`;
    const extra = { adjustableMinor: Number(adjustableMinor) };
    throw new AppError('rule_violated', message, { code: 'adjustment_exceeds', extra });
  }
  let left = amountMinor;
  return charges.flatMap((charge) => {
    const part = left < netOf(charge) ? left : netOf(charge);
    left -= part;
    return part > 0n ? [{ charge, amountMinor: part }] : [];
  });
}
