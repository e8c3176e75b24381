// What an action is about, found in the account, and how it is named on a page.
import { AppError } from '../../kernel/app-error.js';
import type { Currency } from '../../kernel/money.js';
import type {
  AccountCharge,
  AccountPayment,
  AccountRefund,
} from '../../projections/account/account.queries.js';
import type { ChangeRow } from '../form-view-models.js';
import { formatDate, formatMoney } from '../format.js';
import { receiptNumber } from '../links.js';
import { METHOD_WORDS } from '../method-words.js';
import type { ActionContext } from './action.js';

/** @throws AppError `not_found` (`payment_not_found`). */
export function paymentIn({ account, subjectId }: ActionContext): AccountPayment {
  const payment = account.payments.find(({ id }) => id === subjectId);
  return payment ?? missing('payment');
}

/** @throws AppError `not_found` (`charge_not_found`). */
export function chargeIn({ account, subjectId }: ActionContext): AccountCharge {
  const charge = account.charges.find(({ id }) => id === subjectId);
  return charge ?? missing('charge');
}

/** @throws AppError `not_found` (`refund_not_found`). */
export function refundIn({ account, subjectId }: ActionContext): AccountRefund {
  const refunds = account.payments.flatMap((payment) => payment.refunds);
  return refunds.find(({ id }) => id === subjectId) ?? missing('refund');
}

/** `$30.00, mobile money, paid on 16 Jul 2026, receipt 2026-000008`. */
export function paymentInWords(payment: AccountPayment, currency: Currency): string {
  const { schoolYear, receiptNo: no } = payment;
  const isNumbered = schoolYear !== undefined && no !== undefined;
  const parts = [
    formatMoney(payment.amountMinor, currency),
    METHOD_WORDS[payment.method].toLowerCase(),
    `paid on ${formatDate(payment.effectiveDate)}`,
    ...(isNumbered ? [`receipt ${receiptNumber({ schoolYear, no })}`] : []),
  ];
  return parts.join(', ');
}

/** `Tuition (TUITION), $80.00, due 12 May 2026`. */
export function chargeInWords(charge: AccountCharge, currency: Currency): string {
  const amount = formatMoney(charge.amountMinor, currency);
  return `${charge.description} (${charge.feeCode}), ${amount}, due ${formatDate(charge.dueOn)}`;
}

export function nameOf({ account: { student } }: ActionContext): string {
  return `${student.givenName} ${student.familyName}`;
}

/** @param byMinor  What the balance grows by; negative when less is owed. */
export function balanceChange({ account }: ActionContext, byMinor: bigint): ChangeRow {
  const { netMinor } = account.totals;
  return { what: 'Balance', nowMinor: netMinor, afterMinor: netMinor + byMinor };
}

function missing(thing: 'payment' | 'charge' | 'refund'): never {
  throw new AppError('not_found', `This account has no such ${thing}.`, {
    code: `${thing}_not_found`,
  });
}
