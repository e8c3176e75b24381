// The pages of terms, fees and charge runs as the text that goes to the browser.
import { renderToString } from 'preact-render-to-string';
import type { ChargeRunPreviewView, ChargeRunView } from './charge-run-view-models.js';
import { documentOf } from './html.js';
import type { FeeScheduleView, TermsView } from './term-view-models.js';
import type { SignedInFrame } from './view-models.js';
import { ChargeRunPreviewPage } from './views/charge-run-preview.page.js';
import { ChargeRunPage } from './views/charge-run.page.js';
import { FeeSchedulePage } from './views/fee-schedule.page.js';
import { RunNotSeenPage } from './views/run-not-seen.page.js';
import { RunProgress } from './views/run-progress.js';
import { TermsPage } from './views/terms.page.js';

export function renderTerms(frame: SignedInFrame, view: TermsView): string {
  return documentOf(<TermsPage frame={frame} view={view} />);
}

export function renderFeeSchedule(frame: SignedInFrame, view: FeeScheduleView): string {
  return documentOf(<FeeSchedulePage frame={frame} view={view} />);
}

export function renderChargeRunPreview(frame: SignedInFrame, view: ChargeRunPreviewView): string {
  return documentOf(<ChargeRunPreviewPage frame={frame} view={view} />);
}

export function renderChargeRun(frame: SignedInFrame, view: ChargeRunView): string {
  return documentOf(<ChargeRunPage frame={frame} view={view} />);
}

export function renderRunNotSeen(frame: SignedInFrame, chargeRunId: string): string {
  return documentOf(<RunNotSeenPage frame={frame} chargeRunId={chargeRunId} />);
}

/** The part of a run's page that changes; no document. */
export function renderRunProgress(frame: SignedInFrame, view: ChargeRunView): string {
  return renderToString(<RunProgress frame={frame} view={view} />);
}
