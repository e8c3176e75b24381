// What a recorded payment did: its receipt number, what it paid, and the balance now.
import type { Currency } from '../../kernel/money.js';
import { formatMoney } from '../format.js';
import { receiptNumber, receiptPath, RECORDED_NOTICE_ID } from '../links.js';
import type { AccountTotals, PaymentRow } from '../account-view-models.js';
import { paysInWords } from '../payment-words.js';
import { Written } from './written.js';

export interface RecordedNoticeProps {
  readonly payment: PaymentRow | 'not_seen';
  readonly totals: AccountTotals;
  readonly currency: Currency;
}

export function RecordedNotice({ payment, totals, currency }: RecordedNoticeProps) {
  if (payment === 'not_seen') return <NotSeenNotice />;
  const pays = paysInWords(payment, currency);
  return (
    <div class="notice ok" role="status" tabindex={-1} id={RECORDED_NOTICE_ID}>
      <h2>{`Payment of ${formatMoney(payment.amountMinor, currency)} recorded`}</h2>
      <p>
        <ReceiptWords payment={payment} />
        {pays !== '' && (
          <>
            {' '}
            It <Written text={pays} />.
          </>
        )}
        {' New balance: '}
        <strong class="num">{balanceInWords(totals.netMinor, currency)}</strong>.
      </p>
    </div>
  );
}

/** The books have it, this page is older: said plainly, or the money would be taken again. */
function NotSeenNotice() {
  return (
    <div class="notice ok" role="status" tabindex={-1} id={RECORDED_NOTICE_ID}>
      <h2>The payment is recorded</h2>
      <p>
        This page does not show it yet: read it again in a moment. Do not record it a second time.
      </p>
    </div>
  );
}

function ReceiptWords({ payment }: { payment: PaymentRow }) {
  if (payment.receipt === undefined) {
    return payment.receiptPending ? (
      <>The receipt number is not given yet; it follows by itself, do not record it again.</>
    ) : (
      <>It takes no receipt number.</>
    );
  }
  return (
    <>
      Receipt{' '}
      <a href={receiptPath(payment.receipt)}>
        <strong>{receiptNumber(payment.receipt)}</strong>
      </a>
      .
    </>
  );
}

export function balanceInWords(netMinor: bigint, currency: Currency): string {
  if (netMinor < 0n) return `${formatMoney(-netMinor, currency)} in credit`;
  return `${formatMoney(netMinor, currency)}${netMinor === 0n ? '' : ' owed'}`;
}
