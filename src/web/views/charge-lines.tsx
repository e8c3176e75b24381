// What lowered or undid a charge, line by line below it, and what can be done with it.
import type { Currency } from '../../kernel/money.js';
import { adjustPath, cancelChargePath, reverseAdjustmentPath } from '../account-links.js';
import type { ChargeRow } from '../account-view-models.js';
import type { AdjustmentRow } from '../correction-view-models.js';
import { ADJUSTMENT_WORDS } from '../adjustment-words.js';
import { formatAmount, formatDate } from '../format.js';
import { Undone, Why } from './undone.js';

export interface ChargeLinesProps {
  readonly charge: ChargeRow;
  readonly currency: Currency;
  /** The account, where its reader may undo. */
  readonly undoOn: string | undefined;
}

export function ChargeLines({ charge, currency, undoOn }: ChargeLinesProps) {
  return (
    <>
      {charge.adjustments.map((line) => (
        <Adjustment key={line.id} line={line} currency={currency} undoOn={undoOn} />
      ))}
      {charge.cancellation !== undefined && (
        <Undone word="cancelled" undone={charge.cancellation} />
      )}
      {undoOn !== undefined && !charge.cancelled && <Links charge={charge} undoOn={undoOn} />}
    </>
  );
}

type AdjustmentProps = Omit<ChargeLinesProps, 'charge'> & { readonly line: AdjustmentRow };

function Adjustment({ line, currency, undoOn }: AdjustmentProps) {
  const { kind, reversed, reason, on, id } = line;
  const amount = formatAmount(-line.amountMinor, currency);
  return (
    <span class="sub">
      <span class={reversed === undefined ? undefined : 'undone'}>
        {`${ADJUSTMENT_WORDS[kind]} ${amount} on ${formatDate(on)}`}
      </span>
      <Why reason={reason} />
      {reversed !== undefined && <Undone word="reversed" undone={reversed} />}
      {reversed === undefined && undoOn !== undefined && (
        <>
          {' '}
          <a href={reverseAdjustmentPath(undoOn, id)}>Reverse this adjustment</a>
        </>
      )}
    </span>
  );
}

function Links({ charge, undoOn }: { charge: ChargeRow; undoOn: string }) {
  const name = `${charge.feeCode} due ${formatDate(charge.dueOn)}`;
  return (
    <span class="links">
      {charge.adjustedMinor < charge.amountMinor && (
        <a href={adjustPath(undoOn, `charge:${charge.id}`)} aria-label={`Adjust ${name}`}>
          Adjust
        </a>
      )}
      <a href={cancelChargePath(undoOn, charge.id)} aria-label={`Cancel ${name}`}>
        Cancel
      </a>
    </span>
  );
}
