// An account as its page shows it.
import { localDateOf, type LocalDate } from '../../kernel/local-date.js';
import type {
  Account,
  AccountAllocation,
  AccountPayment,
} from '../../projections/account/account.queries.js';
import type { PaymentFormView, PaymentRow, StudentView } from '../account-view-models.js';
import { plainAmount } from '../format.js';
import { studentPath } from '../links.js';
import { asOfNow } from './as-of.js';
import { chargeRow, correctionsOf } from './correction-rows.js';

export interface Present {
  readonly now: Date;
  readonly timeZone: string;
}

/** The page without form and notice: what everybody who may read the account sees. */
export function studentView(account: Account, present: Present): StudentView {
  const { student, totals } = account;
  return {
    id: student.id,
    name: `${student.givenName} ${student.familyName}`,
    admissionNo: student.admissionNo,
    class: student.class,
    status: student.status,
    paymentStatus: account.paymentStatus,
    asOf: asOfNow(account, present.now, studentPath(student.id)),
    today: account.asOf ?? localDateOf(present.now, present.timeZone),
    parked: account.parked === true,
    ...(account.asOf === undefined ? {} : { past: account.asOf }),
    totals,
    charges: account.charges.map(chargeRow),
    payments: account.payments.map((payment) => paymentRow(payment, present.timeZone)),
  };
}

/** A fresh form: today, in cash, what settles everything. */
export function freshForm(
  account: Account,
  today: LocalDate,
  idempotencyKey: string,
): PaymentFormView {
  const { netMinor } = account.totals;
  return {
    idempotencyKey,
    values: {
      amount: netMinor > 0n ? plainAmount(netMinor, account.currency) : '',
      effectiveDate: today,
      method: 'cash',
      externalRef: '',
    },
  };
}

function paymentRow(payment: AccountPayment, timeZone: string): PaymentRow {
  const { schoolYear, receiptNo, externalRef } = payment;
  return {
    id: payment.id,
    method: payment.method,
    ...(externalRef === undefined ? {} : { reference: externalRef }),
    effectiveDate: payment.effectiveDate,
    recordedOn: localDateOf(payment.recordedAt, timeZone),
    amountMinor: payment.amountMinor,
    ...(schoolYear === undefined || receiptNo === undefined
      ? {}
      : { receipt: { schoolYear, no: receiptNo } }),
    receiptPending: payment.receiptStatus === 'pending',
    reversed: payment.reversedOn !== undefined,
    ...correctionsOf(payment),
    pays: byFee(payment.allocations),
    creditMinor: payment.creditMinor,
  };
}

/** Several instalments of one fee read as one part. */
function byFee(allocations: readonly AccountAllocation[]): PaymentRow['pays'] {
  const sums = new Map<string, bigint>();
  for (const { feeCode, amountMinor } of allocations) {
    sums.set(feeCode, (sums.get(feeCode) ?? 0n) + amountMinor);
  }
  return [...sums].map(([feeCode, amountMinor]) => ({ feeCode, amountMinor }));
}
