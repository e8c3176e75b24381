// From the rows of an account to what its readers get: bigint amounts, no nulls, links attached.
import { minor } from '../read-models.js';
import type { AllocationRow, ChargeRow, PaymentRow } from './account.rows.js';
import type {
  AccountAdjustment,
  AccountAllocation,
  AccountCharge,
  AccountPayment,
  AccountRefund,
} from './account.shapes.js';
import { undoingOf } from './correction.answers.js';
import { minorsOf, withoutNulls } from './without-nulls.js';

/** Of the whole account: what belongs to one charge or payment is found among it. */
export interface AccountParts {
  readonly links: readonly AccountAllocation[];
  readonly adjustments: readonly AccountAdjustment[];
  readonly refunds: readonly AccountRefund[];
}

export function linkOf(row: AllocationRow): AccountAllocation {
  return { ...row, amountMinor: minor(row.amountMinor) };
}

const CHARGE_AMOUNTS = ['amountMinor', 'cancelledMinor', 'adjustedMinor', 'paidMinor'] as const;

export function chargeOf(row: ChargeRow, { links, adjustments }: AccountParts): AccountCharge {
  const { cancellation, recordedAt, ...rest } = withoutNulls(row);
  const amounts = minorsOf(row, CHARGE_AMOUNTS);
  const { amountMinor, cancelledMinor, adjustedMinor, paidMinor } = amounts;
  return {
    ...rest,
    ...amounts,
    outstandingMinor: amountMinor - cancelledMinor - adjustedMinor - paidMinor,
    cancelled: cancellation !== undefined,
    ...(cancellation === undefined ? {} : { cancellation: undoingOf(cancellation) }),
    recordedAt: new Date(recordedAt),
    allocations: links.filter(({ chargeId }) => chargeId === row.id),
    adjustments: adjustments.filter(({ chargeId }) => chargeId === row.id),
  };
}

const PAYMENT_AMOUNTS = ['amountMinor', 'reversedMinor', 'refundedMinor'] as const;

export function paymentOf(row: PaymentRow, { links, refunds }: AccountParts): AccountPayment {
  const { reversal: _reversal, movedTo: _movedTo, allocatedMinor, ...rest } = withoutNulls(row);
  const amounts = minorsOf(row, PAYMENT_AMOUNTS);
  const { amountMinor, reversedMinor, refundedMinor } = amounts;
  return {
    ...rest,
    ...amounts,
    ...reversalOf(row),
    recordedAt: new Date(row.recordedAt),
    receiptStatus: receiptStatusOf(row),
    creditMinor: amountMinor - minor(allocatedMinor) - reversedMinor - refundedMinor,
    allocations: links.filter(({ paymentId }) => paymentId === row.id),
    refunds: refunds.filter(({ paymentId }) => paymentId === row.id),
  };
}

function receiptStatusOf({ schoolYear, receiptNo }: PaymentRow): AccountPayment['receiptStatus'] {
  if (schoolYear === null) return 'none';
  return receiptNo === null ? 'pending' : 'issued';
}

function reversalOf(row: PaymentRow): Pick<AccountPayment, 'reversedOn' | 'reversal'> {
  const { reversal, movedTo, reversedMinor } = row;
  if (reversal === null) return {};
  return {
    reversedOn: reversal.effectiveDate,
    reversal: {
      ...undoingOf(reversal),
      amountMinor: minor(reversedMinor),
      ...(movedTo === null ? {} : { movedTo }),
    },
  };
}
