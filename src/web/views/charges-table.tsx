// What a student was charged, and what is left of each charge.
import type { LocalDate } from '../../kernel/local-date.js';
import type { Currency } from '../../kernel/money.js';
import { counted, currencyName, daysBetween, formatAmount } from '../format.js';
import type { ChargeRow } from '../account-view-models.js';
import { AmountCell, Day } from './money.js';
import { Written } from './written.js';

export interface ChargesTableProps {
  readonly charges: readonly ChargeRow[];
  readonly today: LocalDate;
  readonly currency: Currency;
}

export function ChargesTable({ charges, today, currency }: ChargesTableProps) {
  return (
    <section class="sheet" aria-labelledby="charges">
      <h2 id="charges">Charges</h2>
      {charges.length === 0 ? (
        <p class="muted">Nothing is charged yet.</p>
      ) : (
        <table class="ledger">
          <caption class="vh">
            {`Charges with what is left to pay, in ${currencyName(currency)}`}
          </caption>
          <Head />
          <tbody>
            {charges.map((charge) => (
              <Row key={charge.id} charge={charge} today={today} currency={currency} />
            ))}
          </tbody>
          <Totals charges={charges} currency={currency} />
        </table>
      )}
    </section>
  );
}

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">Fee</th>
        <th scope="col">Due</th>
        <th scope="col" class="num">
          Charged
        </th>
        <th scope="col" class="num only-wide">
          Adjusted
        </th>
        <th scope="col" class="num only-wide">
          Paid
        </th>
        <th scope="col" class="num">
          Left
        </th>
      </tr>
    </thead>
  );
}

interface RowProps {
  readonly charge: ChargeRow;
  readonly today: LocalDate;
  readonly currency: Currency;
}

function Row({ charge, today, currency }: RowProps) {
  return (
    <tr class={charge.cancelled ? 'off' : undefined}>
      <th scope="row">
        <Written text={charge.description} />
        <span class="sub">
          <Written text={charge.feeCode} />
        </span>
      </th>
      <td class="nowrap">
        <Day date={charge.dueOn} />
        <DueWords charge={charge} today={today} />
      </td>
      <td class="num">
        <span class={charge.cancelled ? 'struck' : undefined}>
          {formatAmount(charge.amountMinor, currency)}
        </span>
      </td>
      <AmountCell amountMinor={charge.adjustedMinor} currency={currency} class="only-wide" />
      <AmountCell amountMinor={charge.paidMinor} currency={currency} class="only-wide" />
      <AmountCell amountMinor={charge.outstandingMinor} currency={currency} class="strong" />
    </tr>
  );
}

/** Overdue counts from the day after the due date (rule 20). */
function DueWords({ charge, today }: { charge: ChargeRow; today: LocalDate }) {
  if (charge.cancelled) return <span class="sub">cancelled</span>;
  if (charge.outstandingMinor === 0n) return <span class="sub good">settled</span>;
  const daysLeft = daysBetween(today, charge.dueOn);
  if (daysLeft < 0) return <span class="sub bad">{`${counted(-daysLeft, 'day')} late`}</span>;
  return <span class="sub">{daysLeft === 0 ? 'today' : `in ${counted(daysLeft, 'day')}`}</span>;
}

function Totals({ charges, currency }: Omit<ChargesTableProps, 'today'>) {
  const counting = charges.filter((charge) => !charge.cancelled);
  const total = (of: (charge: ChargeRow) => bigint) =>
    counting.reduce((sum, charge) => sum + of(charge), 0n);
  return (
    <tfoot>
      <tr>
        <th scope="row" colspan={2}>
          {counting.length === charges.length ? 'All charges' : 'Charges, without cancelled ones'}
        </th>
        <AmountCell amountMinor={total((charge) => charge.amountMinor)} currency={currency} />
        <AmountCell
          amountMinor={total((charge) => charge.adjustedMinor)}
          currency={currency}
          class="only-wide"
        />
        <AmountCell
          amountMinor={total((charge) => charge.paidMinor)}
          currency={currency}
          class="only-wide"
        />
        <AmountCell amountMinor={total((charge) => charge.outstandingMinor)} currency={currency} />
      </tr>
    </tfoot>
  );
}
