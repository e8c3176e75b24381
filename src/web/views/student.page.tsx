// One student's account: how the balance is made, what was charged and paid, and the form that
// records a payment.
import { receiptPath, PAYMENT_FORM_ID, STUDENTS_PATH } from '../links.js';
import type { PaymentProblem, StudentView } from '../account-view-models.js';
import type { Frame } from '../view-models.js';
import { AsOfLine } from './as-of.js';
import { StatusBadge } from './badge.js';
import { ChargesTable } from './charges-table.js';
import { CreditPanel } from './credit-panel.js';
import { Layout } from './layout.js';
import { PaymentForm } from './payment-form.js';
import { RecordedNotice } from './recorded-notice.js';
import { PaymentsTable } from './payments-table.js';
import { BalanceSum } from './sum.js';
import { Written } from './written.js';

export function StudentPage({ frame, view }: { frame: Frame; view: StudentView }) {
  const { currency } = frame;
  return (
    <Layout frame={frame} title={titleOf(view)} section="students">
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href={STUDENTS_PATH}>Students</a> <span aria-hidden="true">/</span>{' '}
        <span aria-current="page">
          <Written text={view.name} />
        </span>
      </nav>
      <PageHead view={view} />
      {view.form?.problem !== undefined && <RefusedNotice problem={view.form.problem} />}
      {view.recorded !== undefined && (
        <RecordedNotice payment={view.recorded} totals={view.totals} currency={currency} />
      )}
      <AsOfLine subject="This account" asOf={view.asOf} timeZone={frame.timeZone} />
      <h2 class="vh">How the balance is made</h2>
      <BalanceSum totals={view.totals} currency={currency} />
      <div class={view.form === undefined ? 'cols' : 'cols side'}>
        <div>
          <ChargesTable charges={view.charges} today={view.today} currency={currency} />
          <PaymentsTable payments={view.payments} currency={currency} />
          <CreditPanel creditMinor={view.totals.creditMinor} currency={currency} />
        </div>
        {view.form !== undefined && frame.user !== undefined && (
          <PaymentForm student={view} form={view.form} currency={currency} csrf={frame.user.csrf} />
        )}
      </div>
    </Layout>
  );
}

function PageHead({ view }: { view: StudentView }) {
  return (
    <div class="page-head">
      <div>
        <h1>
          <Written text={view.name} /> <StatusBadge status={view.paymentStatus} />
        </h1>
        <p>
          <Written text={view.admissionNo} />, <Written text={view.class} />, {view.status}
        </p>
      </div>
      {view.form !== undefined && (
        <div class="actions">
          <a class="btn" href={`#${PAYMENT_FORM_ID}`}>
            Record a payment
          </a>
        </div>
      )}
    </div>
  );
}

function RefusedNotice({ problem }: { problem: PaymentProblem }) {
  return (
    <div
      class="notice err"
      role="alert"
      tabindex={-1}
      id="problem"
      autofocus={problem.fields.length === 0}
    >
      <h2>Nothing was recorded</h2>
      <p>
        {problem.message}
        {problem.firstReceipt !== undefined && (
          <>
            {' '}
            <a href={receiptPath(problem.firstReceipt)}>Open the receipt that has it</a>.
          </>
        )}
      </p>
      {problem.fields.length > 0 && (
        <p>
          <a href={`#${PAYMENT_FORM_ID}`}>Mend the form and send it again</a>: it is kept as you
          filled it in.
        </p>
      )}
    </div>
  );
}

function titleOf(view: StudentView): string {
  if (view.form?.problem !== undefined) return `Error: payment not recorded, ${view.name}`;
  return view.recorded === undefined ? view.name : `Payment recorded, ${view.name}`;
}
