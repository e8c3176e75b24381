// From the rows of adjustments, refunds and what undid something to what their readers get.
import { minor } from '../read-models.js';
import type { AdjustmentRow, RefundRow, UndoingRow } from './correction.rows.js';
import type { AccountAdjustment, AccountRefund, Undoing } from './correction.shapes.js';
import { withoutNulls } from './without-nulls.js';

export function undoingOf(row: UndoingRow): Undoing {
  return { ...row, recordedAt: new Date(row.recordedAt) };
}

export function adjustmentOf(row: AdjustmentRow): AccountAdjustment {
  const { onMinor, reversal, ...rest } = withoutNulls(row);
  return {
    ...rest,
    amountMinor: minor(row.amountMinor),
    ...(onMinor === undefined ? {} : { onMinor: minor(onMinor) }),
    recordedAt: new Date(row.recordedAt),
    ...(reversal === undefined ? {} : { reversal: undoingOf(reversal) }),
  };
}

export function refundOf(row: RefundRow): AccountRefund {
  const { reversal, ...rest } = withoutNulls(row);
  return {
    ...rest,
    amountMinor: minor(row.amountMinor),
    recordedAt: new Date(row.recordedAt),
    ...(reversal === undefined ? {} : { reversal: undoingOf(reversal) }),
  };
}
