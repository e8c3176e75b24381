// What lowered a charge of an account that is folded live, and what was given back of its payments.
import { present } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import type { AdjustmentBasis } from '../../modules/billing/index.js';
import type { AccountAdjustment, AccountRefund } from './account.shapes.js';
import { recordedBy, textOf, undoingBy } from './live-facts.js';
import { factOf, type LiveFold } from './live-fold.js';

export function adjustmentsOf(fold: LiveFold): AccountAdjustment[] {
  return [...fold.account.adjustments.values()].map((line): AccountAdjustment => {
    const { adjustmentId: id, chargeId, kind, amountMinor, effectiveDate, reversedOn } = line;
    const isLine = ({ data }: { data: { adjustmentId: Uuid; chargeId: Uuid } }) =>
      data.adjustmentId === id && data.chargeId === chargeId;
    const applied = factOf(fold, 'AdjustmentApplied', isLine);
    const { basis, reasonCode } = applied.data;
    const { feeCode } = present(fold.account.charges.get(chargeId), `charge ${chargeId}`);
    const about = { id, chargeId, feeCode, kind, amountMinor, effectiveDate, reasonCode };
    return {
      ...about,
      ...recordedBy(applied),
      ...textOf(applied, 'note', 'reason'),
      ...partOf(basis),
      ...(reversedOn === undefined
        ? {}
        : { reversal: undoingBy(factOf(fold, 'AdjustmentReversed', isLine)) }),
    };
  });
}

/** What a percentage was taken of. */
function partOf(
  basis: AdjustmentBasis | undefined,
): Pick<AccountAdjustment, 'basisPoints' | 'onMinor'> {
  if (basis?.basisPoints === undefined) return {};
  return { basisPoints: Number(basis.basisPoints), onMinor: BigInt(basis.onMinor) };
}

export function refundsOf(fold: LiveFold): AccountRefund[] {
  return [...fold.account.refunds.values()].map((refund): AccountRefund => {
    const { refundId: id, paymentId, amountMinor, method, effectiveDate, reversedOn } = refund;
    const isIt = ({ data }: { data: { refundId: Uuid } }) => data.refundId === id;
    const issued = factOf(fold, 'RefundIssued', isIt);
    return {
      id,
      paymentId,
      amountMinor,
      method,
      effectiveDate,
      reasonCode: issued.data.reasonCode,
      ...recordedBy(issued),
      ...textOf(issued, 'note', 'reason'),
      ...(reversedOn === undefined
        ? {}
        : { reversal: undoingBy(factOf(fold, 'RefundReversed', isIt)) }),
    };
  });
}
