// The part of a run's page that changes: figures first, then the students, failed ones on top.
import { problemInWords } from '../charge-run-problems.js';
import type { ChargeRunView, RunRow } from '../charge-run-view-models.js';
import { counted, currencyName, formatAmount } from '../format.js';
import { studentPath } from '../links.js';
import { chargeRunProgressPath } from '../term-links.js';
import type { SignedInFrame } from '../view-models.js';
import { AmountCell } from './money.js';
import { TableHead } from './table-head.js';
import { Written } from './written.js';

export interface RunProgressProps {
  readonly frame: SignedInFrame;
  readonly view: ChargeRunView;
}

/** While the run goes on it says where it can be read again. */
export function RunProgress({ frame, view }: RunProgressProps) {
  const goesOn = view.status === 'planned' || view.status === 'running';
  return (
    <div data-follow={goesOn ? chargeRunProgressPath(view.id) : undefined}>
      <h2 id="progress">{headingOf(view)}</h2>
      {goesOn && <progress value={view.done} max={view.total} aria-labelledby="progress" />}
      <p class="muted">{wordsOf(view)}</p>
      {view.rows.length > 0 && <Students frame={frame} view={view} />}
      {view.rowsLeftOut > 0 && (
        <p class="hint">{`And ${counted(view.rowsLeftOut, 'student')} more, charged or waiting.`}</p>
      )}
    </div>
  );
}

function headingOf({ status, done, total, failed }: ChargeRunView): string {
  if (status === 'cancelled') return 'Cancelled';
  const failures = failed === 0 ? '' : `, ${failed} failed`;
  if (status === 'completed') return `Completed: ${counted(total, 'student')}${failures}`;
  return `${done} of ${counted(total, 'student')} done${failures}`;
}

function wordsOf({ status, failed, total }: ChargeRunView): string {
  switch (status) {
    case 'cancelled':
      return 'What the run had charged is cancelled; money that paid it became credit.';
    case 'completed':
      if (total === 0) return 'There was nothing to charge: every student had the fees already.';
      return failed === 0
        ? 'Every student of the run is charged.'
        : 'Mend what is named below, then preview again: only what is missing is charged.';
    case 'planned':
    case 'running':
      return 'It goes on when you leave this page.';
  }
}

const COLUMNS = [{ text: 'Student' }, { text: 'Result' }, { text: 'Charged', class: 'num' }];

function Students({ frame, view }: RunProgressProps) {
  return (
    <table class="ledger">
      <caption>{`Students of this run, in ${currencyName(frame.currency)}`}</caption>
      <TableHead columns={COLUMNS} />
      <tbody>
        {view.rows.map((row) => (
          <Student key={row.studentId} row={row} frame={frame} />
        ))}
      </tbody>
      <Total frame={frame} view={view} />
    </table>
  );
}

function Total({ frame, view }: RunProgressProps) {
  return (
    <tfoot>
      <tr>
        <th scope="row" colspan={2}>
          Charged by this run
        </th>
        <td class="num">{formatAmount(view.chargedMinor, frame.currency)}</td>
      </tr>
    </tfoot>
  );
}

const BADGES = { charged: 'sound', failed: 'finding', waiting: 'none' } as const;

function Student({ row, frame }: { row: RunRow; frame: RunProgressProps['frame'] }) {
  return (
    <tr>
      <th scope="row">
        <a href={studentPath(row.studentId)}>
          <Written text={row.name} />
        </a>
      </th>
      <td>
        <span class={`badge ${BADGES[row.result]}`}>{row.result.toUpperCase()}</span>
        {row.failureCode !== undefined && (
          <span class="sub">{problemInWords(row.failureCode)}</span>
        )}
      </td>
      <AmountCell amountMinor={row.chargedMinor} currency={frame.currency} />
    </tr>
  );
}
