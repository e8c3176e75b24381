// Amounts, days and moments as a page shows them.
import type { ComponentChildren } from 'preact';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Currency } from '../../kernel/money.js';
import { formatAmount, formatDate } from '../format.js';

export interface AmountCellProps {
  readonly amountMinor: bigint;
  readonly currency: Currency;
  /** More classes of the cell, such as `only-wide`. */
  readonly class?: string;
  readonly children?: ComponentChildren;
}

/** A cell with an amount; the table's caption names the currency. */
export function AmountCell({ amountMinor, currency, class: more, children }: AmountCellProps) {
  return (
    <td class={more === undefined ? 'num' : `num ${more}`}>
      {formatAmount(amountMinor, currency)}
      {children}
    </td>
  );
}

export function Day({ date }: { date: LocalDate }) {
  return <time datetime={date}>{formatDate(date)}</time>;
}
