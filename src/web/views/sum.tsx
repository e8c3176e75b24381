// The equation that a balance is: each part of it, and the balance that they add up to.
import type { Currency } from '../../kernel/money.js';
import { formatAmount, formatMoney } from '../format.js';
import type { AccountTotals } from '../account-view-models.js';

interface Part {
  readonly sign: '' | '−' | '+';
  readonly word: string;
  readonly amountMinor: bigint;
}

export function BalanceSum({ totals, currency }: { totals: AccountTotals; currency: Currency }) {
  const net = totals.netMinor;
  return (
    <dl class="sum">
      {parts(totals).map(({ sign, word, amountMinor }) => (
        <div key={word}>
          <dt>
            <span class="op" aria-hidden="true">
              {sign}
            </span>
            {word}
          </dt>
          <dd class="num">{formatAmount(amountMinor, currency)}</dd>
        </div>
      ))}
      <div class="total">
        <dt>
          <span class="op" aria-hidden="true">
            =
          </span>
          {net < 0n ? 'In credit' : 'Owes'}
        </dt>
        <dd class="num">{formatMoney(net < 0n ? -net : net, currency)}</dd>
      </div>
    </dl>
  );
}

/** Cancelled and reversed show up only where something was cancelled or reversed. */
function parts(totals: AccountTotals): Part[] {
  const all: (Part & { readonly always: boolean })[] = [
    { sign: '', word: 'Charged', amountMinor: totals.chargedMinor, always: true },
    { sign: '−', word: 'Cancelled', amountMinor: totals.cancelledMinor, always: false },
    { sign: '−', word: 'Adjusted', amountMinor: totals.adjustedMinor, always: true },
    { sign: '−', word: 'Paid', amountMinor: totals.paidMinor, always: true },
    { sign: '+', word: 'Reversed', amountMinor: totals.reversedMinor, always: false },
    { sign: '+', word: 'Refunded', amountMinor: totals.refundedMinor, always: true },
  ];
  return all.filter(({ always, amountMinor }) => always || amountMinor !== 0n);
}
