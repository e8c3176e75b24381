// The fees of a term: the version in force, and for those who may the form that publishes the next.
import { feeSchedulePath, chargeRunPreviewPath, termsPath } from '../term-links.js';
import type { FeeScheduleView } from '../term-view-models.js';
import type { SignedInFrame } from '../view-models.js';
import { AsOfLine } from './as-of.js';
import { Crumbs } from './crumbs.js';
import { FeeForm } from './fee-form.js';
import { FeeTable } from './fee-table.js';
import { Layout } from './layout.js';
import { RefusedNotice } from './refused-notice.js';
import { Written } from './written.js';

export interface FeeSchedulePageProps {
  readonly frame: SignedInFrame;
  readonly view: FeeScheduleView;
}

const REFUSED = 'The fees were not published';

export function FeeSchedulePage({ frame, view }: FeeSchedulePageProps) {
  const problem = view.form?.problem;
  const title = problem === undefined ? `Fees of ${view.term.name}` : `Error: ${REFUSED}`;
  return (
    <Layout frame={frame} title={title} section="terms">
      <Crumbs crumbs={[{ text: 'Terms', path: termsPath() }]} here={`Fees of ${view.term.name}`} />
      <Head frame={frame} view={view} />
      {view.published !== undefined && <PublishedNotice version={view.published} view={view} />}
      {problem !== undefined && <RefusedNotice title={REFUSED} problem={problem} />}
      <AsOfLine subject="These fees" asOf={view.asOf} timeZone={frame.timeZone} />
      <Copies view={view} />
      <Fees frame={frame} view={view} />
    </Layout>
  );
}

function Fees({ frame, view }: FeeSchedulePageProps) {
  if (view.form !== undefined) return <FeeForm frame={frame} form={view.form} />;
  return (
    <>
      {view.tooLong && frame.user.mayBill && (
        <p class="hint">
          This schedule has more lines than a form can hold. Publish the next version through the
          API.
        </p>
      )}
      <FeeTable lines={view.lines} currency={frame.currency} />
    </>
  );
}

function Head({ frame, view }: FeeSchedulePageProps) {
  const mayCharge = frame.user.mayBill && view.version > 0;
  return (
    <div class="page-head">
      <div>
        <h1>
          Fees of <Written text={view.term.name} />
        </h1>
        <p>{view.version === 0 ? 'No version is published yet.' : `Version ${view.version}`}</p>
      </div>
      {mayCharge && (
        <div class="actions">
          <a class="btn outline" href={chargeRunPreviewPath(view.term.id)}>
            Preview a charge run
          </a>
        </div>
      )}
    </div>
  );
}

/** An address alone proves nothing: the page says what it sees. */
function PublishedNotice({ version, view }: { version: number; view: FeeScheduleView }) {
  const isSeen = view.version >= version;
  return (
    <div class="notice ok" role="status" tabindex={-1}>
      <h2>{isSeen ? `Version ${version} is published` : 'The new version is published'}</h2>
      <p>
        {isSeen
          ? 'Charges already made stay as they are; the next charge run uses this version.'
          : 'This page does not show it yet: read it again in a moment. Do not publish it again.'}
      </p>
    </div>
  );
}

function Copies({ view }: { view: FeeScheduleView }) {
  if (view.copies.length === 0 || view.form === undefined) return null;
  return (
    <nav class="pager" aria-label="Start with other fees">
      <span>Start with the fees of</span>
      <span class="actions">
        {view.copies.map(({ termId, name }) => (
          <a key={termId} href={feeSchedulePath(view.term.id, { copyFrom: termId })}>
            <Written text={name} />
          </a>
        ))}
      </span>
    </nav>
  );
}
