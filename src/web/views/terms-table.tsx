// One row a term: its days, its state, its figures, and what can be done with it.
import type { Currency } from '../../kernel/money.js';
import { currencyName, formatAmount, formatDate } from '../format.js';
import type { TermRow, TermsView } from '../term-view-models.js';
import { AmountCell } from './money.js';
import { StateBadge, TermActions } from './term-actions.js';
import { Written } from './written.js';

export interface TermsTableProps {
  readonly view: TermsView;
  readonly currency: Currency;
  readonly mayBill: boolean;
}

export function TermsTable({ view, currency, mayBill }: TermsTableProps) {
  return (
    <table class="ledger">
      <caption class="vh">
        {`Terms of the school year with totals in ${currencyName(currency)}`}
      </caption>
      <Head />
      <tbody>
        {view.rows.map((term) => (
          <Row key={term.id} term={term} currency={currency} mayBill={mayBill} />
        ))}
      </tbody>
      <Totals view={view} currency={currency} />
    </table>
  );
}

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">Term</th>
        <th scope="col" class="only-wide">
          Dates
        </th>
        <th scope="col">State</th>
        <AmountHead text="Charged" more="only-wide" />
        <AmountHead text="Collected" more="only-wide" />
        <AmountHead text="Outstanding" />
        <th scope="col" class="only-wide">
          <span class="vh">Actions</span>
        </th>
      </tr>
    </thead>
  );
}

function AmountHead({ text, more }: { text: string; more?: string }) {
  return (
    <th scope="col" class={more === undefined ? 'num' : `num ${more}`}>
      {text}
    </th>
  );
}

interface RowProps {
  readonly term: TermRow;
  readonly currency: Currency;
  readonly mayBill: boolean;
}

function NameCell({ term, mayBill }: Omit<RowProps, 'currency'>) {
  return (
    <th scope="row">
      <Written text={term.name} />
      {term.current && <span class="sub">current term</span>}
      <TermActions term={term} mayBill={mayBill} where="only-narrow" />
    </th>
  );
}

function Row({ term, currency, mayBill }: RowProps) {
  return (
    <tr>
      <NameCell term={term} mayBill={mayBill} />
      <td class="nowrap only-wide">{`${formatDate(term.startsOn)} to ${formatDate(term.endsOn)}`}</td>
      <td>
        <StateBadge status={term.status} />
      </td>
      <AmountCell amountMinor={term.chargedMinor} currency={currency} class="only-wide" />
      <AmountCell amountMinor={term.collectedMinor} currency={currency} class="only-wide" />
      <AmountCell amountMinor={term.outstandingMinor} currency={currency} />
      <td class="only-wide">
        <TermActions term={term} mayBill={mayBill} />
      </td>
    </tr>
  );
}

function Totals({ view, currency }: Omit<TermsTableProps, 'mayBill'>) {
  const total = (of: (term: TermRow) => bigint) =>
    view.rows.reduce((sum, term) => sum + of(term), 0n);
  const cell = (of: (term: TermRow) => bigint, more?: 'only-wide') => (
    <td class={more === undefined ? 'num' : `num ${more}`}>{formatAmount(total(of), currency)}</td>
  );
  return (
    <tfoot>
      <tr>
        <th scope="row">{`School year ${view.schoolYear ?? ''}`}</th>
        <td class="only-wide" />
        <td />
        {cell((term) => term.chargedMinor, 'only-wide')}
        {cell((term) => term.collectedMinor, 'only-wide')}
        {cell((term) => term.outstandingMinor)}
        <td class="only-wide" />
      </tr>
    </tfoot>
  );
}
