// The current term in five figures. Each figure is a link to the rows that add up to it.
import type { ComponentChildren } from 'preact';
import type { Currency } from '../../kernel/money.js';
import { counted, formatAmount, formatCount, formatMoney } from '../format.js';
import { studentPath, studentsPath, TERMS_PATH } from '../links.js';
import type { ArrearsRow, DashboardView, Frame, PaymentStatus } from '../view-models.js';
import { AsOfLine } from './as-of.js';
import { StatusBadge } from './badge.js';
import { Layout } from './layout.js';
import { AmountCell } from './money.js';
import { TermLine } from './term-line.js';
import { Written } from './written.js';

const OWING: readonly PaymentStatus[] = ['UNPAID', 'PARTIAL'];

export function DashboardPage({ frame, view }: { frame: Frame; view: DashboardView }) {
  return (
    <Layout frame={frame} title="Dashboard" section="dashboard">
      <div class="page-head">
        <div>
          <h1>Dashboard</h1>
          {view.term !== undefined && <TermLine term={view.term} />}
        </div>
      </div>
      <AsOfLine subject="Figures on this page" asOf={view.asOf} timeZone={frame.timeZone} />
      {view.term === undefined ? (
        <NoTerm />
      ) : (
        <>
          <Figures view={view} currency={frame.currency} />
          <div class="cols two">
            <StatusCounts view={view} />
            <Arrears rows={view.topArrears} currency={frame.currency} />
          </div>
        </>
      )}
    </Layout>
  );
}

function NoTerm() {
  return (
    <section class="sheet reading" aria-labelledby="no-term">
      <h2 id="no-term">No term is open</h2>
      <p>
        Expected, collected and outstanding are figures of a term. They appear here when the first
        of the <a href={TERMS_PATH}>terms</a> is opened; students can be looked up already.
      </p>
    </section>
  );
}

function Figures({ view, currency }: { view: DashboardView; currency: Currency }) {
  const expectedMinor = view.chargedMinor - view.adjustedMinor;
  const students = studentsOf(view);
  const owing = studentsOf(view, OWING);
  const amount = (amountMinor: bigint) => formatAmount(amountMinor, currency);
  return (
    <div
      class="figures"
      role="group"
      aria-label="Term totals; each opens the rows that add up to it"
    >
      <Figure name="Expected" value={formatMoney(expectedMinor, currency)} href={studentsPath({})}>
        {`${amount(view.chargedMinor)} − ${amount(view.adjustedMinor)} adjusted`}
      </Figure>
      <Figure
        name="Collected"
        value={formatMoney(view.collectedMinor, currency)}
        href={studentsPath({})}
      >
        {percentText(view.collectedMinor, expectedMinor)}
      </Figure>
      <Figure
        name="Outstanding"
        value={formatMoney(view.outstandingMinor, currency)}
        href={studentsPath({ sort: '-outstanding' })}
      >
        {`${formatCount(owing)} of ${counted(students, 'student')}`}
      </Figure>
      <Figure
        name="Credit not applied"
        value={formatMoney(view.creditMinor, currency)}
        href={studentsPath({})}
      >
        received and not used yet
      </Figure>
    </div>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly href: string;
  readonly children: ComponentChildren;
}

function Figure({ name, value, href, children }: FigureProps) {
  return (
    <a class="figure" href={href}>
      <span>{name}</span>
      <b class="num">{value}</b>
      <span>{children}</span>
    </a>
  );
}

function StatusCounts({ view }: { view: DashboardView }) {
  return (
    <section class="sheet" aria-labelledby="by-status">
      <h2 id="by-status">Students by payment status</h2>
      <table class="ledger">
        <caption class="vh">Number of students by payment status in this term</caption>
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col" class="num">
              Students
            </th>
          </tr>
        </thead>
        <tbody>
          {view.byStatus.map(({ status, students }) => (
            <tr key={status}>
              <th scope="row">
                <StatusBadge status={status} />
              </th>
              <td class="num">
                <a href={statusPath(status)}>{formatCount(students)}</a>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            <td class="num">{formatCount(studentsOf(view))}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function Arrears({ rows, currency }: { rows: readonly ArrearsRow[]; currency: Currency }) {
  const total = rows.reduce((sum, row) => sum + row.outstandingMinor, 0n);
  return (
    <section class="sheet" aria-labelledby="arrears">
      <div class="sheet-head">
        <h2 id="arrears">Largest arrears</h2>
        {rows.length > 0 && <a href={studentsPath({ sort: '-outstanding' })}>All who owe</a>}
      </div>
      {rows.length === 0 ? (
        <p class="muted">Nobody owes anything.</p>
      ) : (
        <table class="ledger">
          <caption class="vh">Students who owe most, in {currency}</caption>
          <thead>
            <tr>
              <th scope="col">Student</th>
              <th scope="col" class="num">
                Owes
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.studentId}>
                <th scope="row">
                  <a href={studentPath(row.studentId)}>
                    <Written text={row.name} />
                  </a>
                  <span class="sub">
                    <Written text={row.class} />
                  </span>
                </th>
                <AmountCell amountMinor={row.outstandingMinor} currency={currency} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{`Total of the ${rows.length} shown`}</th>
              <AmountCell amountMinor={total} currency={currency} />
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  );
}

/** Those without a charge are counted while they are active; others whatever became of them. */
function statusPath(status: PaymentStatus): string {
  return studentsPath({
    ...(status === 'NOT_CHARGED' ? { status: 'active' } : {}),
    paymentStatus: status,
  });
}

function studentsOf(view: DashboardView, statuses?: readonly PaymentStatus[]): number {
  return view.byStatus
    .filter(({ status }) => statuses === undefined || statuses.includes(status))
    .reduce((sum, { students }) => sum + students, 0);
}

function percentText(part: bigint, whole: bigint): string {
  return whole === 0n ? 'nothing is expected' : `${(part * 100n) / whole}% of expected`;
}
