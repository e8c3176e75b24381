// One student's account: how the balance is made, what was charged and paid, what became of it, and
// the form that records a payment. As of an earlier day it is read only.
import type { StudentView } from '../account-view-models.js';
import { STUDENTS_PATH } from '../links.js';
import type { Frame } from '../view-models.js';
import { AsOfLine } from './as-of.js';
import { ChargesPanel } from './charges-panel.js';
import { CreditPanel } from './credit-panel.js';
import { Crumbs } from './crumbs.js';
import { DoneNotice } from './done-notice.js';
import { Layout } from './layout.js';
import { PastAside, PastLine } from './past-account.js';
import { ParkedNotice } from './parked-notice.js';
import { PaymentForm } from './payment-form.js';
import { PaymentRefusedNotice } from './payment-refused-notice.js';
import { PaymentsTable } from './payments-table.js';
import { RecordedNotice } from './recorded-notice.js';
import { StudentHead } from './student-head.js';
import { BalanceSum } from './sum.js';

interface StudentPageProps {
  readonly frame: Frame;
  readonly view: StudentView;
}

export function StudentPage({ frame, view }: StudentPageProps) {
  return (
    <Layout frame={frame} title={titleOf(view)} section="students">
      <Crumbs crumbs={[{ text: 'Students', path: STUDENTS_PATH }]} here={view.name} />
      <StudentHead view={view} mayBill={frame.user?.mayBill === true} />
      <Notices frame={frame} view={view} />
      {view.past === undefined ? (
        <AsOfLine subject="This account" asOf={view.asOf} timeZone={frame.timeZone} />
      ) : (
        <PastLine view={view} past={view.past} />
      )}
      <h2 class="vh">How the balance is made</h2>
      <BalanceSum totals={view.totals} currency={frame.currency} />
      <Columns frame={frame} view={view} />
    </Layout>
  );
}

function Notices({ frame, view }: StudentPageProps) {
  const { currency } = frame;
  return (
    <>
      {view.parked && <ParkedNotice />}
      {view.form?.problem !== undefined && <PaymentRefusedNotice problem={view.form.problem} />}
      {view.recorded !== undefined && (
        <RecordedNotice payment={view.recorded} totals={view.totals} currency={currency} />
      )}
      {view.done !== undefined && <DoneNotice done={view.done} view={view} currency={currency} />}
    </>
  );
}

function Columns({ frame, view }: StudentPageProps) {
  const isWide = view.form === undefined && view.past === undefined;
  return (
    <div class={isWide ? 'cols' : 'cols side'}>
      <Account frame={frame} view={view} />
      {view.past !== undefined && <PastAside view={view} past={view.past} />}
      {view.form !== undefined && frame.user !== undefined && (
        <PaymentForm
          student={view}
          form={view.form}
          currency={frame.currency}
          csrf={frame.user.csrf}
        />
      )}
    </div>
  );
}

/** Nothing is undone from a view of the past. */
function Account({ frame, view }: StudentPageProps) {
  const mayUndo = frame.user?.mayBill === true && view.past === undefined;
  const shared = { currency: frame.currency, undoOn: mayUndo ? view.id : undefined };
  return (
    <div>
      <ChargesPanel view={view} {...shared} />
      <PaymentsTable payments={view.payments} {...shared} />
      <CreditPanel view={view} currency={frame.currency} />
    </div>
  );
}

function titleOf(view: StudentView): string {
  if (view.form?.problem !== undefined) return `Error: payment not recorded, ${view.name}`;
  if (view.done !== undefined && view.done !== 'not_seen') return `${view.done.text}, ${view.name}`;
  return view.recorded === undefined ? view.name : `Payment recorded, ${view.name}`;
}
