// How far a charge run is. The part that changes is read again by a script while the run goes on, or
// by the reader with "Refresh".
import { FOLLOW_SCRIPT_PATH } from '../assets.js';
import type { ChargeRunView } from '../charge-run-view-models.js';
import { formatDate, formatMoment } from '../format.js';
import { cancelChargeRunPath, chargeRunPath, termsPath } from '../term-links.js';
import { AsOfLine } from './as-of.js';
import { Crumbs } from './crumbs.js';
import { Layout } from './layout.js';
import { RunProgress, type RunProgressProps } from './run-progress.js';
import { Written } from './written.js';

export function ChargeRunPage({ frame, view }: RunProgressProps) {
  return (
    <Layout frame={frame} title="Charge run" section="terms" script={FOLLOW_SCRIPT_PATH}>
      <Crumbs crumbs={[{ text: 'Terms', path: termsPath() }]} here="Charge run" />
      <Head frame={frame} view={view} />
      <AsOfLine subject="This run" asOf={view.asOf} timeZone={frame.timeZone} />
      <section class="sheet" aria-live="polite" aria-label="Progress">
        <RunProgress frame={frame} view={view} />
      </section>
    </Layout>
  );
}

function Head({ frame, view }: RunProgressProps) {
  const whom = view.class === undefined ? 'all classes' : view.class;
  return (
    <div class="page-head">
      <div>
        <h1>Charge run</h1>
        <p>
          <Written text={view.term.name} />, <Written text={whom} />
          {`, started ${formatMoment(view.plannedAt, frame.timeZone)}, counts from ${formatDate(view.effectiveDate)}`}
        </p>
      </div>
      <Actions view={view} />
    </div>
  );
}

function Actions({ view }: { view: ChargeRunView }) {
  return (
    <div class="actions">
      <a class="btn outline" href={chargeRunPath(view.id)}>
        Refresh
      </a>
      {view.mayCancel && (
        <a class="btn outline" href={cancelChargeRunPath(view.id)}>
          Cancel this run
        </a>
      )}
    </div>
  );
}
