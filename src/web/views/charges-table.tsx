// What a student was charged, what lowered it, and what is left of each charge.
import type { LocalDate } from '../../kernel/local-date.js';
import type { Currency } from '../../kernel/money.js';
import type { ChargeRow } from '../account-view-models.js';
import { counted, currencyName, daysBetween, formatAmount } from '../format.js';
import { ChargeLines } from './charge-lines.js';
import { AmountCell, Day } from './money.js';
import { TableHead, type Column } from './table-head.js';
import { Written } from './written.js';

export interface ChargesTableProps {
  readonly charges: readonly ChargeRow[];
  /** The day that is looked at. */
  readonly today: LocalDate;
  readonly currency: Currency;
  /** The account, where its reader may undo. */
  readonly undoOn: string | undefined;
}

const COLUMNS: readonly Column[] = [
  { text: 'Fee' },
  { text: 'Due' },
  { text: 'Charged', class: 'num' },
  { text: 'Adjusted', class: 'num only-wide' },
  { text: 'Paid', class: 'num only-wide' },
  { text: 'Left', class: 'num' },
];

export function ChargesTable(props: ChargesTableProps) {
  const { charges, currency } = props;
  if (charges.length === 0) return <p class="muted">Nothing is charged yet.</p>;
  return (
    <table class="ledger">
      <caption class="vh">
        {`Charges with what is left to pay, in ${currencyName(currency)}`}
      </caption>
      <TableHead columns={COLUMNS} />
      <tbody>
        {charges.map((charge) => (
          <Row key={charge.id} charge={charge} {...props} />
        ))}
      </tbody>
      <Totals charges={charges} currency={currency} />
    </table>
  );
}

type RowProps = Omit<ChargesTableProps, 'charges'> & { readonly charge: ChargeRow };

function Row({ charge, today, currency, undoOn }: RowProps) {
  return (
    <tr class={charge.cancelled ? 'off' : undefined}>
      <th scope="row">
        <Written text={charge.description} />
        <span class="sub">
          <Written text={charge.feeCode} />
        </span>
        <ChargeLines charge={charge} currency={currency} undoOn={undoOn} />
      </th>
      <td class="nowrap">
        <Day date={charge.dueOn} />
        <DueWords charge={charge} today={today} />
      </td>
      <Amounts charge={charge} currency={currency} />
    </tr>
  );
}

function Amounts({ charge, currency }: Pick<RowProps, 'charge' | 'currency'>) {
  return (
    <>
      <td class="num">
        <span class={charge.cancelled ? 'struck' : undefined}>
          {formatAmount(charge.amountMinor, currency)}
        </span>
      </td>
      <AmountCell amountMinor={charge.adjustedMinor} currency={currency} class="only-wide" />
      <AmountCell amountMinor={charge.paidMinor} currency={currency} class="only-wide" />
      <AmountCell amountMinor={charge.outstandingMinor} currency={currency} class="strong" />
    </>
  );
}

/** Overdue counts from the day after the due date (rule 20). */
function DueWords({ charge, today }: Pick<RowProps, 'charge' | 'today'>) {
  if (charge.cancelled) return <span class="sub">cancelled</span>;
  if (charge.outstandingMinor === 0n) return <span class="sub good">settled</span>;
  const daysLeft = daysBetween(today, charge.dueOn);
  if (daysLeft < 0) return <span class="sub bad">{`${counted(-daysLeft, 'day')} late`}</span>;
  return <span class="sub">{daysLeft === 0 ? 'today' : `in ${counted(daysLeft, 'day')}`}</span>;
}

function Totals({ charges, currency }: Pick<ChargesTableProps, 'charges' | 'currency'>) {
  const counting = charges.filter((charge) => !charge.cancelled);
  const total = (of: (charge: ChargeRow) => bigint) => ({
    currency,
    amountMinor: counting.reduce((sum, charge) => sum + of(charge), 0n),
  });
  return (
    <tfoot>
      <tr>
        <th scope="row" colspan={2}>
          {counting.length === charges.length ? 'All charges' : 'Charges, without cancelled ones'}
        </th>
        <AmountCell {...total((charge) => charge.amountMinor)} />
        <AmountCell {...total((charge) => charge.adjustedMinor)} class="only-wide" />
        <AmountCell {...total((charge) => charge.paidMinor)} class="only-wide" />
        <AmountCell {...total((charge) => charge.outstandingMinor)} />
      </tr>
    </tfoot>
  );
}
