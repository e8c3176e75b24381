// The rows of the list, what they add up to, and the way to the next ones.
import type { Currency } from '../../kernel/money.js';
import { counted, formatAmount } from '../format.js';
import { studentPath, studentsPath } from '../links.js';
import type { StudentRow, StudentSort, StudentsView } from '../view-models.js';
import { StatusBadge } from './badge.js';
import { AmountCell } from './money.js';
import { Written } from './written.js';

export interface StudentsTableProps {
  readonly rows: readonly StudentRow[];
  readonly currency: Currency;
  readonly caption: string;
  /** Whether the rows are everybody who was found, or one page of them. */
  readonly totalOf: 'all' | 'page';
}

export function StudentsTable({ rows, currency, caption, totalOf }: StudentsTableProps) {
  return (
    <table class="ledger">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Student</th>
          <th scope="col" class="only-wide">
            Admission no.
          </th>
          <th scope="col" class="only-wide">
            Class
          </th>
          <AmountHead text="To pay" />
          <AmountHead text="Paid" />
          <AmountHead text="Left" />
          <AmountHead text="Credit" />
          <th scope="col">Status</th>
          <th scope="col" class="num">
            Balance
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} currency={currency} />
        ))}
      </tbody>
      <Totals rows={rows} currency={currency} totalOf={totalOf} />
    </table>
  );
}

export function Pager({ view }: { view: StudentsView }) {
  const { filter, rows, nextCursor, continued } = view;
  const end = view.complete || (continued && nextCursor === undefined);
  return (
    <nav class="pager" aria-label="Pages">
      <span>{`${counted(rows.length, 'student')} shown, ${ORDER[filter.sort]}.${end ? ' This is the end of the list.' : ''}`}</span>
      {(continued || nextCursor !== undefined) && (
        <span class="actions">
          {continued && <a href={studentsPath(filter)}>First page</a>}
          {nextCursor !== undefined && (
            <a class="btn outline small" rel="next" href={studentsPath(filter, nextCursor)}>
              Next
            </a>
          )}
        </span>
      )}
    </nav>
  );
}

const ORDER: Record<StudentSort, string> = {
  name: 'in order of name',
  admissionNo: 'in order of admission number',
  '-outstanding': 'highest arrears first',
};

function AmountHead({ text }: { text: string }) {
  return (
    <th scope="col" class="only-wide num">
      {text}
    </th>
  );
}

function Row({ row, currency }: { row: StudentRow; currency: Currency }) {
  const wide = (amountMinor: bigint) => (
    <AmountCell amountMinor={amountMinor} currency={currency} class="only-wide" />
  );
  return (
    <tr>
      <th scope="row">
        <a class="row-link" href={studentPath(row.id)}>
          <Written text={row.name} />
        </a>
        <span class="sub only-narrow">
          <Written text={row.admissionNo} />, <Written text={row.class} />
        </span>
      </th>
      <td class="only-wide">
        <Written text={row.admissionNo} />
      </td>
      <td class="only-wide">
        <Written text={row.class} />
      </td>
      {wide(row.chargedMinor - row.adjustedMinor)}
      {wide(row.paidMinor)}
      {wide(row.outstandingMinor)}
      {wide(row.creditMinor)}
      <td>
        <StatusBadge status={row.paymentStatus} />
      </td>
      <AmountCell amountMinor={row.netMinor} currency={currency} class="strong">
        {row.netMinor < 0n && <span class="sub">in credit</span>}
      </AmountCell>
    </tr>
  );
}

type TotalsProps = Omit<StudentsTableProps, 'caption'>;

function Totals({ rows, currency, totalOf }: TotalsProps) {
  const total = (of: (row: StudentRow) => bigint) =>
    formatAmount(
      rows.reduce((sum, row) => sum + of(row), 0n),
      currency,
    );
  return (
    <tfoot>
      <tr>
        <th scope="row">
          {totalOf === 'all' ? `All ${rows.length} found` : `The ${rows.length} shown`}
        </th>
        <td class="only-wide" />
        <td class="only-wide" />
        <td class="only-wide num">{total((row) => row.chargedMinor - row.adjustedMinor)}</td>
        <td class="only-wide num">{total((row) => row.paidMinor)}</td>
        <td class="only-wide num">{total((row) => row.outstandingMinor)}</td>
        <td class="only-wide num">{total((row) => row.creditMinor)}</td>
        <td />
        <td class="num">{total((row) => row.netMinor)}</td>
      </tr>
    </tfoot>
  );
}
