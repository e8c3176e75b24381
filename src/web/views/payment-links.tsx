// The ways from a payment to its receipt, and to what can be done with it.
import { paymentActionPath, type PaymentAction } from '../account-links.js';
import type { PaymentRow } from '../account-view-models.js';
import { receiptNumber, receiptPath } from '../links.js';

export interface PaymentLinksProps {
  readonly payment: PaymentRow;
  /** The account, where its reader may undo. */
  readonly undoOn: string | undefined;
}

export function PaymentLinks({ payment, undoOn }: PaymentLinksProps) {
  return (
    <span class="links">
      <ReceiptLink payment={payment} />
      {undoOn !== undefined &&
        actionsOf(payment).map(({ action, text }) => (
          <a
            key={action}
            href={paymentActionPath(undoOn, payment.id, action)}
            aria-label={`${text} payment ${nameOf(payment)}`}
          >
            {text}
          </a>
        ))}
    </span>
  );
}

function ReceiptLink({ payment: { receipt } }: { payment: PaymentRow }) {
  if (receipt === undefined) return null;
  return (
    <a href={receiptPath(receipt)} aria-label={`Receipt ${receiptNumber(receipt)}`}>
      Receipt
    </a>
  );
}

interface NamedAction {
  readonly action: PaymentAction;
  readonly text: string;
}

/** A payment that was reversed is done with; only what is left of one can be given back or held. */
function actionsOf({ reversed, creditMinor, held }: PaymentRow): NamedAction[] {
  if (reversed) return [];
  const ofCredit: NamedAction[] = [
    { action: 'refund', text: 'Refund' },
    { action: 'hold', text: held ? 'Release' : 'Hold' },
  ];
  return [
    { action: 'reverse', text: 'Reverse' },
    { action: 'move', text: 'Move' },
    ...(creditMinor > 0n ? ofCredit : []),
  ];
}

/** Several payments may have no number yet: then the day and the reference tell them apart. */
function nameOf({ receipt, effectiveDate, reference }: PaymentRow): string {
  if (receipt !== undefined) return receiptNumber(receipt);
  return reference === undefined ? `of ${effectiveDate}` : `${reference} of ${effectiveDate}`;
}
