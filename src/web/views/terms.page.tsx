// The terms of a school year, the way to the fees and charge runs of each, and the form for a new one.
import type { FormView } from '../form-view-models.js';
import { NEW_TERM_ID } from '../links.js';
import { termsPath } from '../term-links.js';
import type { TermsView } from '../term-view-models.js';
import type { SignedInFrame } from '../view-models.js';
import { AsOfLine } from './as-of.js';
import { FormFields, HiddenFields } from './form-fields.js';
import { Layout } from './layout.js';
import { RefusedNotice } from './refused-notice.js';
import { TermsTable } from './terms-table.js';

interface TermsPageProps {
  readonly frame: SignedInFrame;
  readonly view: TermsView;
}

const REFUSED = 'The term was not scheduled';

export function TermsPage({ frame, view }: TermsPageProps) {
  const problem = view.form?.problem;
  return (
    <Layout
      frame={frame}
      title={problem === undefined ? 'Terms' : `Error: ${REFUSED}`}
      section="terms"
    >
      <Head view={view} />
      {problem !== undefined && <RefusedNotice title={REFUSED} problem={problem} />}
      <AsOfLine subject="Figures on this page" asOf={view.asOf} timeZone={frame.timeZone} />
      <Terms frame={frame} view={view} />
      {view.form !== undefined && <NewTerm frame={frame} form={view.form} />}
    </Layout>
  );
}

function Head({ view }: { view: TermsView }) {
  return (
    <div class="page-head">
      <div>
        <h1>Terms</h1>
        {view.schoolYear !== undefined && <p>{`School year ${view.schoolYear}`}</p>}
      </div>
      {view.form !== undefined && (
        <div class="actions">
          <a class="btn" href={`#${NEW_TERM_ID}`}>
            New term
          </a>
        </div>
      )}
    </div>
  );
}

function Terms({ frame, view }: TermsPageProps) {
  return (
    <section class="sheet" aria-labelledby="terms">
      <h2 class="vh" id="terms">
        Terms of the school year
      </h2>
      {view.rows.length === 0 ? (
        <NoTerms mayBill={frame.user.mayBill} />
      ) : (
        <TermsTable view={view} currency={frame.currency} mayBill={frame.user.mayBill} />
      )}
      <OtherYears years={view.otherYears} />
    </section>
  );
}

function NoTerms({ mayBill }: { mayBill: boolean }) {
  return (
    <>
      <p class="strong">No term yet.</p>
      <p class="muted">
        {mayBill
          ? 'Schedule the first one below; then publish its fees, open it and charge the students.'
          : 'It appears here as soon as a bursar schedules it.'}
      </p>
    </>
  );
}

function OtherYears({ years }: { years: readonly string[] }) {
  if (years.length === 0) return null;
  return (
    <nav class="pager" aria-label="School years">
      <span>Other school years</span>
      <span class="actions">
        {years.map((schoolYear) => (
          <a key={schoolYear} href={termsPath({ schoolYear })}>
            {schoolYear}
          </a>
        ))}
      </span>
    </nav>
  );
}

function NewTerm({ frame, form }: { frame: SignedInFrame; form: FormView }) {
  return (
    <section class="sheet reading" id={NEW_TERM_ID} aria-labelledby="new-term-title">
      <h2 id="new-term-title">New term</h2>
      <form method="post" action={form.path} novalidate>
        <HiddenFields form={form} csrf={frame.user.csrf} />
        <FormFields form={form} currency={frame.currency} />
        <button>Schedule term</button>
      </form>
    </section>
  );
}
