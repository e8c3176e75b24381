// The lines of a preview, one row a student: what each fee comes to, and the balance before and after.
import type { Currency } from '../../kernel/money.js';
import type { ChargeRunPreviewView, PreviewRow } from '../charge-run-view-models.js';
import { counted, currencyName } from '../format.js';
import { studentPath } from '../links.js';
import { chargeRunPreviewPath } from '../term-links.js';
import { AmountCell } from './money.js';
import { TableHead, type Column } from './table-head.js';
import { Written } from './written.js';

export interface PreviewTableProps {
  readonly view: ChargeRunPreviewView;
  readonly currency: Currency;
}

export function PreviewTable({ view, currency }: PreviewTableProps) {
  return (
    <section class="sheet" aria-labelledby="lines">
      <h2 id="lines">Lines</h2>
      {view.rows.length === 0 ? (
        <p>Nothing is missing: every student has the fees of this term already.</p>
      ) : (
        <section class="scroll" aria-label="Table of lines" tabindex={0}>
          <Rows view={view} currency={currency} />
        </section>
      )}
      <Pager view={view} />
    </section>
  );
}

function Rows({ view, currency }: PreviewTableProps) {
  const feeCodes = [...new Set(view.rows.flatMap(({ byFee }) => [...byFee.keys()]))];
  return (
    <table class="ledger pin">
      <caption>{currencyName(currency)}</caption>
      <TableHead columns={columnsOf(feeCodes)} />
      <tbody>
        {view.rows.map((row) => (
          <Row key={row.studentId} row={row} feeCodes={feeCodes} currency={currency} />
        ))}
      </tbody>
      <Totals rows={view.rows} feeCodes={feeCodes} currency={currency} />
    </table>
  );
}

function columnsOf(feeCodes: readonly string[]): Column[] {
  const amounts = [...feeCodes, 'To charge', 'Balance now', 'Balance after'];
  const numbers = amounts.map((text) => ({ text, class: 'num' }));
  return [{ text: 'Student' }, { text: 'Class' }, ...numbers];
}

interface RowProps {
  readonly feeCodes: readonly string[];
  readonly currency: Currency;
}

function Row({ row, feeCodes, currency }: RowProps & { row: PreviewRow }) {
  return (
    <tr>
      <th scope="row">
        <a href={studentPath(row.studentId)}>
          <Written text={row.name} />
        </a>
      </th>
      <td>
        <Written text={row.class} />
      </td>
      {feeCodes.map((code) => (
        <AmountCell key={code} amountMinor={row.byFee.get(code) ?? 0n} currency={currency} />
      ))}
      <AmountCell amountMinor={row.chargedMinor} currency={currency} class="strong" />
      <AmountCell amountMinor={row.nowMinor} currency={currency} />
      <AmountCell amountMinor={row.afterMinor} currency={currency} class="strong" />
    </tr>
  );
}

function Totals({ rows, feeCodes, currency }: RowProps & { rows: readonly PreviewRow[] }) {
  const cell = (key: string, of: (row: PreviewRow) => bigint) => {
    const total = rows.reduce((sum, row) => sum + of(row), 0n);
    return <AmountCell key={key} amountMinor={total} currency={currency} />;
  };
  return (
    <tfoot>
      <tr>
        <th scope="row" colspan={2}>{`The ${counted(rows.length, 'student')} shown`}</th>
        {feeCodes.map((code) => cell(code, (row) => row.byFee.get(code) ?? 0n))}
        {cell(' charged', (row) => row.chargedMinor)}
        {cell(' now', (row) => row.nowMinor)}
        {cell(' after', (row) => row.afterMinor)}
      </tr>
    </tfoot>
  );
}

function Pager({ view }: { view: ChargeRunPreviewView }) {
  const { class: studentClass, effectiveDate, nextFrom, continued, term } = view;
  if (nextFrom === undefined && !continued) return null;
  const at = { class: studentClass, effectiveDate };
  return (
    <nav class="pager" aria-label="Pages">
      {continued && <a href={chargeRunPreviewPath(term.id, at)}>First page</a>}
      {nextFrom !== undefined && (
        <a rel="next" href={chargeRunPreviewPath(term.id, { ...at, from: nextFrom })}>
          Next
        </a>
      )}
    </nav>
  );
}
