// From the rows of an account to what its readers get: bigint amounts, no nulls, links attached.
import { minor } from '../read-models.js';
import type {
  AccountAllocation,
  AccountCharge,
  AccountPayment,
  AccountTerm,
  AccountTotals,
} from './account.shapes.js';
import type {
  AllocationRow,
  ChargeRow,
  PaymentRow,
  TermRow,
  TotalsRow,
} from './account.statements.js';

export function linkOf(row: AllocationRow): AccountAllocation {
  return { ...row, amountMinor: minor(row.amountMinor) };
}

export function chargeOf(row: ChargeRow, links: readonly AccountAllocation[]): AccountCharge {
  const { termId, instalmentNo, instalmentOf, chargeRunId, ...rest } = row;
  const amountMinor = minor(row.amountMinor);
  const cancelledMinor = minor(row.cancelledMinor);
  const adjustedMinor = minor(row.adjustedMinor);
  const paidMinor = minor(row.paidMinor);
  return {
    ...rest,
    ...(termId === null ? {} : { termId }),
    ...(instalmentNo === null || instalmentOf === null
      ? {}
      : { instalment: { no: instalmentNo, of: instalmentOf } }),
    ...(chargeRunId === null ? {} : { chargeRunId }),
    amountMinor,
    cancelledMinor,
    adjustedMinor,
    paidMinor,
    outstandingMinor: amountMinor - cancelledMinor - adjustedMinor - paidMinor,
    recordedAt: new Date(row.recordedAt),
    allocations: links.filter(({ chargeId }) => chargeId === row.id),
  };
}

export function paymentOf(row: PaymentRow, links: readonly AccountAllocation[]): AccountPayment {
  const { allocatedMinor, schoolYear, receiptNo, payer, note, externalRef, ...rest } = row;
  const { provider, reversedOn, ...kept } = rest;
  const amountMinor = minor(row.amountMinor);
  const reversedMinor = minor(row.reversedMinor);
  const refundedMinor = minor(row.refundedMinor);
  return {
    ...kept,
    amountMinor,
    reversedMinor,
    refundedMinor,
    creditMinor: amountMinor - minor(allocatedMinor) - reversedMinor - refundedMinor,
    recordedAt: new Date(row.recordedAt),
    receiptStatus: schoolYear === null ? 'none' : receiptNo === null ? 'pending' : 'issued',
    ...withoutNulls({ schoolYear, receiptNo, payer, note, externalRef, provider, reversedOn }),
    allocations: links.filter(({ paymentId }) => paymentId === row.id),
  };
}

export function termOf(row: TermRow): AccountTerm {
  const { termId, name, paymentStatus } = row;
  return {
    ...withoutNulls({ termId, name }),
    chargedMinor: minor(row.chargedMinor),
    cancelledMinor: minor(row.cancelledMinor),
    adjustedMinor: minor(row.adjustedMinor),
    paidMinor: minor(row.paidMinor),
    outstandingMinor: minor(row.outstandingMinor),
    paymentStatus,
  };
}

/** A student without facts has zeros. */
export function totalsOf(row: TotalsRow | undefined): AccountTotals {
  const of = (name: keyof TotalsRow) => minor(row?.[name] ?? 0);
  const outstandingMinor =
    of('chargedMinor') - of('cancelledMinor') - of('adjustedMinor') - of('allocatedMinor');
  const creditMinor =
    of('paidMinor') - of('reversedMinor') - of('refundedMinor') - of('allocatedMinor');
  return {
    chargedMinor: of('chargedMinor'),
    cancelledMinor: of('cancelledMinor'),
    adjustedMinor: of('adjustedMinor'),
    paidMinor: of('paidMinor'),
    reversedMinor: of('reversedMinor'),
    refundedMinor: of('refundedMinor'),
    outstandingMinor,
    creditMinor,
    netMinor: outstandingMinor - creditMinor,
  };
}

type WithoutNulls<T> = { [K in keyof T]?: Exclude<T[K], null> };

function withoutNulls<T extends object>(row: T): WithoutNulls<T> {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null),
  ) as WithoutNulls<T>;
}
