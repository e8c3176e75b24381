// Figures before and after: what a change does to the account is shown before it is done.
import type { Currency } from '../../kernel/money.js';
import { currencyName, formatAmount } from '../format.js';
import type { ChangeRow } from '../form-view-models.js';
import { Written } from './written.js';

export interface ChangesTableProps {
  readonly rows: readonly ChangeRow[];
  readonly currency: Currency;
}

export function ChangesTable({ rows, currency }: ChangesTableProps) {
  return (
    <section class="sheet" aria-label="Figures now and after">
      <table class="ledger">
        <caption>{`What will change, in ${currencyName(currency)}`}</caption>
        <Head />
        <tbody>
          {rows.map((row) => (
            <Change key={row.what} row={row} currency={currency} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">What</th>
        <th scope="col" class="num">
          Now
        </th>
        <th scope="col" class="num">
          After
        </th>
      </tr>
    </thead>
  );
}

function Change({ row, currency }: { row: ChangeRow; currency: Currency }) {
  return (
    <tr>
      <th scope="row">
        <Written text={row.what} />
      </th>
      <td class="num">{formatAmount(row.nowMinor, currency)}</td>
      <td class="num strong">{formatAmount(row.afterMinor, currency)}</td>
    </tr>
  );
}
