// What undid or lowered a fact of an account, as its page shows it.
import type {
  AccountAdjustment,
  AccountCharge,
  AccountPayment,
  AccountRefund,
  Undoing,
} from '../../projections/account/account.queries.js';
import type { ChargeRow, PaymentRow } from '../account-view-models.js';
import type { AdjustmentRow, RefundRow, UndoneRow } from '../correction-view-models.js';

export function chargeRow(charge: AccountCharge): ChargeRow {
  const { cancellation, adjustments, ...row } = charge;
  return {
    ...row,
    ...(cancellation === undefined ? {} : { cancellation: undoneRow(cancellation) }),
    adjustments: adjustments.map(adjustmentRow),
  };
}

type Corrections = Pick<PaymentRow, 'reversal' | 'movedTo' | 'movedFrom' | 'refunds' | 'held'>;

export function correctionsOf(payment: AccountPayment): Corrections {
  const { reversal, movedFrom, refunds, holdCredit } = payment;
  const movedTo = reversal?.movedTo;
  return {
    ...(reversal === undefined ? {} : { reversal: undoneRow(reversal) }),
    ...(movedTo === undefined ? {} : { movedTo: movedTo.studentId }),
    ...(movedFrom === undefined ? {} : { movedFrom: movedFrom.studentId }),
    refunds: refunds.map(refundRow),
    held: holdCredit,
  };
}

function adjustmentRow(line: AccountAdjustment): AdjustmentRow {
  const { id, kind, amountMinor, effectiveDate, reason, reversal } = line;
  return { id, kind, amountMinor, on: effectiveDate, ...why(reason), ...reversed(reversal) };
}

function refundRow(refund: AccountRefund): RefundRow {
  const { id, method, amountMinor, effectiveDate, reason, reversal } = refund;
  return { id, method, amountMinor, on: effectiveDate, ...why(reason), ...reversed(reversal) };
}

function undoneRow({ effectiveDate, reason }: Undoing): UndoneRow {
  return { on: effectiveDate, ...why(reason) };
}

function reversed(reversal: Undoing | undefined): { readonly reversed?: UndoneRow } {
  return reversal === undefined ? {} : { reversed: undoneRow(reversal) };
}

function why(reason: string | undefined): { readonly reason?: string } {
  return reason === undefined ? {} : { reason };
}
