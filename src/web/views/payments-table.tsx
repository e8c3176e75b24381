// What a student paid, newest first: each with its receipt, the charges that it pays, and what became
// of it.
import type { Currency } from '../../kernel/money.js';
import type { PaymentRow } from '../account-view-models.js';
import { currencyName, formatAmount } from '../format.js';
import { METHOD_WORDS } from '../method-words.js';
import { paysInWords, receiptInWords } from '../payment-words.js';
import { ReversedBadge } from './badge.js';
import { AmountCell, Day } from './money.js';
import { PaymentLines } from './payment-lines.js';
import { PaymentLinks } from './payment-links.js';
import { TableHead, type Column } from './table-head.js';
import { Written } from './written.js';

export interface PaymentsTableProps {
  readonly payments: readonly PaymentRow[];
  readonly currency: Currency;
  /** The account, where its reader may undo. */
  readonly undoOn: string | undefined;
}

const COLUMNS: readonly Column[] = [
  { text: 'Paid on' },
  { text: 'Payment' },
  { text: 'Amount', class: 'num' },
];

export function PaymentsTable({ payments, currency, undoOn }: PaymentsTableProps) {
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
          <TableHead columns={COLUMNS} />
          <tbody>{payments.map((payment) => rowOf(payment, currency, undoOn))}</tbody>
          <Total payments={payments} currency={currency} />
        </table>
      )}
    </section>
  );
}

function rowOf(payment: PaymentRow, currency: Currency, undoOn: string | undefined) {
  return (
    <tr key={payment.id} class={payment.reversed ? 'off' : undefined}>
      <DayCell payment={payment} />
      <td>
        <WhatWasPaid payment={payment} currency={currency} />
        <PaymentLines payment={payment} currency={currency} undoOn={undoOn} />
        <PaymentLinks payment={payment} undoOn={undoOn} />
      </td>
      <td class="num">
        <span class="struck">{formatAmount(payment.amountMinor, currency)}</span>
      </td>
    </tr>
  );
}

function DayCell({ payment }: { payment: PaymentRow }) {
  return (
    <td class="nowrap">
      <Day date={payment.effectiveDate} />
      {payment.recordedOn !== payment.effectiveDate && (
        <span class="sub">
          recorded <Day date={payment.recordedOn} />
        </span>
      )}
    </td>
  );
}

function WhatWasPaid({ payment, currency }: { payment: PaymentRow; currency: Currency }) {
  return (
    <>
      {METHOD_WORDS[payment.method]} <Reference text={payment.reference} />{' '}
      {payment.reversed && <ReversedBadge />}
      <span class="sub">{receiptInWords(payment)}</span>
      {!payment.reversed && (
        <span class="sub">
          <Written text={paysInWords(payment, currency)} />
        </span>
      )}
    </>
  );
}

function Reference({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <span class="mono">
      <Written text={text} />
    </span>
  );
}

function Total({ payments, currency }: Omit<PaymentsTableProps, 'undoOn'>) {
  const counting = payments.filter((payment) => !payment.reversed);
  const total = counting.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return (
    <tfoot>
      <tr>
        <th scope="row" colspan={2}>
          {counting.length === payments.length ? 'Paid' : 'Paid, without reversed payments'}
        </th>
        <AmountCell amountMinor={total} currency={currency} />
      </tr>
    </tfoot>
  );
}
