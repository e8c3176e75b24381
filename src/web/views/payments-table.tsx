// What a student paid, newest first: each with its receipt and the charges that it pays.
import type { Currency } from '../../kernel/money.js';
import { currencyName, formatAmount } from '../format.js';
import { receiptNumber, receiptPath } from '../links.js';
import type { PaymentMethod, PaymentRow } from '../account-view-models.js';
import { ReversedBadge } from './badge.js';
import { AmountCell, Day } from './money.js';
import { Written } from './written.js';

export const METHOD_WORDS: Readonly<Record<PaymentMethod, string>> = {
  cash: 'Cash',
  bank_transfer: 'Bank transfer',
  mobile_money: 'Mobile money',
  card: 'Card',
  cheque: 'Cheque',
  other: 'Other',
};

export interface PaymentsTableProps {
  readonly payments: readonly PaymentRow[];
  readonly currency: Currency;
}

export function PaymentsTable({ payments, currency }: PaymentsTableProps) {
  return (
    <section class="sheet" aria-labelledby="payments">
      <h2 id="payments">Payments</h2>
      {payments.length === 0 ? (
        <p class="muted">No payment yet. The first one appears here with its receipt number.</p>
      ) : (
        <table class="ledger">
          <caption class="vh">
            {`Payments, newest first, with the charges that they pay, in ${currencyName(currency)}`}
          </caption>
          <thead>
            <tr>
              <th scope="col">Paid on</th>
              <th scope="col">Payment</th>
              <th scope="col" class="num">
                Amount
              </th>
              <th scope="col" class="only-wide">
                Receipt
              </th>
            </tr>
          </thead>
          <tbody>
            {payments.map((payment) => (
              <Row key={payment.id} payment={payment} currency={currency} />
            ))}
          </tbody>
          <Total payments={payments} currency={currency} />
        </table>
      )}
    </section>
  );
}

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

function Row({ payment, currency }: { payment: PaymentRow; currency: Currency }) {
  return (
    <tr class={payment.reversed ? 'off' : undefined}>
      <td class="nowrap">
        <Day date={payment.effectiveDate} />
        {payment.recordedOn !== payment.effectiveDate && (
          <span class="sub">
            recorded <Day date={payment.recordedOn} />
          </span>
        )}
      </td>
      <td>
        {METHOD_WORDS[payment.method]}{' '}
        {payment.reference !== undefined && (
          <span class="mono">
            <Written text={payment.reference} />
          </span>
        )}{' '}
        {payment.reversed && <ReversedBadge />}
        <span class="sub">{receiptWords(payment)}</span>
        {!payment.reversed && (
          <span class="sub">
            <Written text={paysInWords(payment, currency)} />
          </span>
        )}
        <span class="links only-narrow">
          <ReceiptLink payment={payment} />
        </span>
      </td>
      <td class="num">
        <span class="struck">{formatAmount(payment.amountMinor, currency)}</span>
      </td>
      <td class="only-wide">
        <ReceiptLink payment={payment} />
      </td>
    </tr>
  );
}

function ReceiptLink({ payment }: { payment: PaymentRow }) {
  if (payment.receipt === undefined) return null;
  return (
    <a href={receiptPath(payment.receipt)} aria-label={`Receipt ${receiptNumber(payment.receipt)}`}>
      Receipt
    </a>
  );
}

function receiptWords({ receipt, receiptPending }: PaymentRow): string {
  if (receipt !== undefined) return receiptNumber(receipt);
  return receiptPending ? 'receipt number follows' : 'without a receipt number';
}

function Total({ payments, currency }: PaymentsTableProps) {
  const counting = payments.filter((payment) => !payment.reversed);
  return (
    <tfoot>
      <tr>
        <th scope="row" colspan={2}>
          {counting.length === payments.length ? 'Paid' : 'Paid, without reversed payments'}
        </th>
        <AmountCell
          amountMinor={counting.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)}
          currency={currency}
        />
        <td class="only-wide" />
      </tr>
    </tfoot>
  );
}
