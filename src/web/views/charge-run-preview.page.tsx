// What a charge run would charge: totals, problems, lines student by student, and the form that
// charges exactly these lines and no others.
import { formatMoney } from '../format.js';
import type { ChargeRunPreviewView } from '../charge-run-view-models.js';
import { feeSchedulePath, termsPath } from '../term-links.js';
import type { SignedInFrame } from '../view-models.js';
import { AsOfLine } from './as-of.js';
import { CommitRunForm } from './commit-run-form.js';
import { Crumbs } from './crumbs.js';
import { Layout } from './layout.js';
import { PreviewFilterForm } from './preview-filter-form.js';
import { PreviewProblems } from './preview-problems.js';
import { PreviewTable } from './preview-table.js';
import { RefusedNotice } from './refused-notice.js';
import { Written } from './written.js';

export interface PreviewPageProps {
  readonly frame: SignedInFrame;
  readonly view: ChargeRunPreviewView;
}

const REFUSED = 'Nothing was charged';

export function ChargeRunPreviewPage({ frame, view }: PreviewPageProps) {
  const { problem } = view;
  const title = problem === undefined ? 'Charge run: preview' : `Error: ${REFUSED}`;
  return (
    <Layout frame={frame} title={title} section="terms">
      <Crumbs crumbs={[{ text: 'Terms', path: termsPath() }]} here={`Charge ${view.term.name}`} />
      <Head view={view} />
      {problem !== undefined && <RefusedNotice title={REFUSED} problem={problem} />}
      <AsOfLine subject="This preview" asOf={view.asOf} timeZone={frame.timeZone} />
      <PreviewFilterForm view={view} />
      {view.hasFees ? <Preview frame={frame} view={view} /> : <NoFees view={view} />}
    </Layout>
  );
}

function Head({ view }: { view: ChargeRunPreviewView }) {
  return (
    <div class="page-head">
      <div>
        <h1>Charge run: preview</h1>
        <p>
          <Written text={view.term.name} />. Nothing has been charged yet.
        </p>
      </div>
    </div>
  );
}

function Preview({ frame, view }: PreviewPageProps) {
  return (
    <>
      <Totals frame={frame} view={view} />
      <PreviewProblems problems={view.problems} count={view.totals.problems} />
      <PreviewTable view={view} currency={frame.currency} />
      <CommitRunForm frame={frame} view={view} />
    </>
  );
}

function Totals({ frame, view }: PreviewPageProps) {
  const { students, charges, amountMinor, problems } = view.totals;
  return (
    <div class="figures" role="group" aria-label="Totals of the preview">
      <Figure name="To charge" value={formatMoney(amountMinor, frame.currency)}>
        {`${charges} lines`}
      </Figure>
      <Figure name="Students" value={String(students)}>
        who lack a fee of this term
      </Figure>
      <Figure name="Cannot be charged" value={String(problems)}>
        {problems === 0 ? 'nobody' : 'students, see below'}
      </Figure>
    </div>
  );
}

function Figure({ name, value, children }: { name: string; value: string; children: string }) {
  return (
    <div class="figure">
      <span>{name}</span>
      <b class="num">{value}</b>
      <span>{children}</span>
    </div>
  );
}

function NoFees({ view }: { view: ChargeRunPreviewView }) {
  return (
    <section class="sheet reading" aria-labelledby="no-fees">
      <h2 id="no-fees">This term has no fees yet</h2>
      <p>
        <a href={feeSchedulePath(view.term.id)}>Publish its fees</a> first, then come back: the
        preview shows who would be charged what.
      </p>
    </section>
  );
}
