// What became of a payment, line by line below it: reversal, move, refunds, credit on hold.
import type { Currency } from '../../kernel/money.js';
import { reverseRefundPath } from '../account-links.js';
import type { PaymentRow } from '../account-view-models.js';
import type { RefundRow } from '../correction-view-models.js';
import { formatAmount, formatDate } from '../format.js';
import { studentPath } from '../links.js';
import { METHOD_WORDS } from '../method-words.js';
import { Undone, Why } from './undone.js';

export interface PaymentLinesProps {
  readonly payment: PaymentRow;
  readonly currency: Currency;
  /** The account, where its reader may undo; absent for those who may not. */
  readonly undoOn: string | undefined;
}

export function PaymentLines({ payment, currency, undoOn }: PaymentLinesProps) {
  const { reversal, movedTo, movedFrom, refunds, held, creditMinor } = payment;
  return (
    <>
      {reversal !== undefined && <Undone word="reversed" undone={reversal} />}
      {movedTo !== undefined && <Moved text="moved to" studentId={movedTo} />}
      {movedFrom !== undefined && <Moved text="moved here from" studentId={movedFrom} />}
      {refunds.map((refund) => (
        <Refund key={refund.id} refund={refund} currency={currency} undoOn={undoOn} />
      ))}
      {held && creditMinor > 0n && (
        <span class="sub">{`${formatAmount(creditMinor, currency)} of it is on hold`}</span>
      )}
    </>
  );
}

function Moved({ text, studentId }: { text: string; studentId: string }) {
  return (
    <span class="sub">
      {text} <a href={studentPath(studentId)}>another child</a>
    </span>
  );
}

type RefundProps = Omit<PaymentLinesProps, 'payment'> & { readonly refund: RefundRow };

function Refund({ refund, currency, undoOn }: RefundProps) {
  const { reversed, method, amountMinor, on, reason } = refund;
  const amount = formatAmount(amountMinor, currency);
  const text = `refunded ${amount} by ${METHOD_WORDS[method].toLowerCase()} on ${formatDate(on)}`;
  return (
    <span class="sub">
      <span class={reversed === undefined ? undefined : 'undone'}>{text}</span>
      <Why reason={reason} />
      {reversed !== undefined && <Undone word="refund reversed" undone={reversed} />}
      {reversed === undefined && undoOn !== undefined && (
        <>
          {' '}
          <a href={reverseRefundPath(undoOn, refund.id)}>Reverse this refund</a>
        </>
      )}
    </span>
  );
}
