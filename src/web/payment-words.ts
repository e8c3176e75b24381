// A payment in words: what it pays, and its receipt number.
import type { Currency } from '../kernel/money.js';
import type { PaymentRow } from './account-view-models.js';
import { formatAmount } from './format.js';
import { receiptNumber } from './links.js';

/** `pays TUITION 30.00, credit 10.00`; empty when nothing of it is used or kept. */
export function paysInWords(payment: PaymentRow, currency: Currency): string {
  const parts = payment.pays.map(
    ({ feeCode, amountMinor }) => `${feeCode} ${formatAmount(amountMinor, currency)}`,
  );
  const credit = formatAmount(payment.creditMinor, currency);
  if (parts.length === 0) return payment.creditMinor === 0n ? '' : `is kept as credit ${credit}`;
  if (payment.creditMinor > 0n) parts.push(`credit ${credit}`);
  return `pays ${parts.join(', ')}`;
}

export function receiptInWords({ receipt, receiptPending }: PaymentRow): string {
  if (receipt !== undefined) return receiptNumber(receipt);
  return receiptPending ? 'receipt number follows' : 'without a receipt number';
}
