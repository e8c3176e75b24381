// What was just done, in words, from what the account shows of it: an address alone proves nothing.
import type { Done } from '../account-links.js';
import type { StudentView } from '../account-view-models.js';
import type { AdjustmentRow } from '../correction-view-models.js';
import { ADJUSTMENT_WORDS } from '../adjustment-words.js';
import type { Currency } from '../../kernel/money.js';
import { formatMoney } from '../format.js';

/** Undefined while the account does not show it. */
export function doneInWords(view: StudentView, done: Done, currency: Currency): string | undefined {
  const money = (amountMinor: bigint) => formatMoney(amountMinor, currency);
  const payment = view.payments.find(({ id }) => id === done.of);
  switch (done.deed) {
    case 'payment_reversed':
      return payment?.reversed ? `Payment of ${money(payment.amountMinor)} reversed` : undefined;
    case 'hold_changed':
      return payment && `Credit of ${money(payment.creditMinor)} ${holdWord(payment.held)}`;
    case 'refunded':
    case 'refund_reversed':
      return refundInWords(view, done, money);
    case 'charge_cancelled':
      return chargeInWords(view, done, money);
    case 'adjusted':
    case 'adjustment_reversed':
      return adjustmentInWords(view, done, money);
  }
}

function holdWord(isHeld: boolean): string {
  return isHeld ? 'is on hold' : 'is released';
}

type Money = (amountMinor: bigint) => string;

function refundInWords(view: StudentView, { deed, of }: Done, money: Money): string | undefined {
  const refund = view.payments.flatMap(({ refunds }) => refunds).find(({ id }) => id === of);
  const isReversal = deed === 'refund_reversed';
  if (refund === undefined || (isReversal && refund.reversed === undefined)) return undefined;
  return `Refund of ${money(refund.amountMinor)} ${isReversal ? 'reversed' : 'recorded'}`;
}

function chargeInWords(view: StudentView, { of }: Done, money: Money): string | undefined {
  const charge = view.charges.find(({ id, cancelled }) => id === of && cancelled);
  return charge && `Charge ${charge.feeCode} of ${money(charge.amountMinor)} cancelled`;
}

function adjustmentInWords(view: StudentView, { deed, of }: Done, money: Money) {
  const all = view.charges.flatMap(({ adjustments }) => adjustments);
  const isReversal = deed === 'adjustment_reversed';
  const seen = ({ id, reversed }: AdjustmentRow) =>
    id === of && (reversed !== undefined || !isReversal);
  const lines = all.filter(seen);
  const [first] = lines;
  if (first === undefined) return undefined;
  const total = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return `${ADJUSTMENT_WORDS[first.kind]} of ${money(total)} ${isReversal ? 'reversed' : 'granted'}`;
}
