// The fees of a term, to read.
import type { Currency } from '../../kernel/money.js';
import { currencyName } from '../format.js';
import type { FeeLineRow } from '../term-view-models.js';
import { AmountCell, Day } from './money.js';
import { TableHead, type Column } from './table-head.js';
import { Written } from './written.js';

export interface FeeTableProps {
  readonly lines: readonly FeeLineRow[];
  readonly currency: Currency;
}

export function FeeTable({ lines, currency }: FeeTableProps) {
  return (
    <section class="sheet" aria-labelledby="fees">
      <h2 id="fees">Amounts by class</h2>
      {lines.length === 0 ? (
        <p class="muted">No fees yet. They appear here as soon as a bursar publishes them.</p>
      ) : (
        <table class="ledger">
          <caption>{`In ${currencyName(currency)}; a line for a class beats the line for every class`}</caption>
          <TableHead columns={COLUMNS} />
          <tbody>
            {lines.map((line) => (
              <Row key={`${line.feeCode} ${line.class ?? ''}`} line={line} currency={currency} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const COLUMNS: readonly Column[] = [
  { text: 'Fee' },
  { text: 'Class' },
  { text: 'Due on' },
  { text: 'Amount', class: 'num' },
];

function Row({ line, currency }: { line: FeeLineRow; currency: Currency }) {
  return (
    <tr>
      <th scope="row">
        <Written text={line.description} />
        <span class="sub">
          <Written text={line.feeCode} />
        </span>
      </th>
      <td>{line.class === undefined ? 'Every class' : <Written text={line.class} />}</td>
      <DueCell days={line.dueOn} />
      <AmountCell amountMinor={line.amountMinor} currency={currency} />
    </tr>
  );
}

function DueCell({ days }: { days: FeeLineRow['dueOn'] }) {
  return (
    <td>
      {days.map((day, index) => (
        <span key={day} class={index === 0 ? undefined : 'sub'}>
          <Day date={day} />
        </span>
      ))}
    </td>
  );
}
