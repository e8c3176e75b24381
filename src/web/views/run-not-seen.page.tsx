// A run that the books have and the page can't show yet: said plainly, or it would be charged again.
import { chargeRunPath, termsPath } from '../term-links.js';
import type { SignedInFrame } from '../view-models.js';
import { Crumbs } from './crumbs.js';
import { Layout } from './layout.js';

interface RunNotSeenPageProps {
  readonly frame: SignedInFrame;
  readonly chargeRunId: string;
}

export function RunNotSeenPage({ frame, chargeRunId }: RunNotSeenPageProps) {
  return (
    <Layout frame={frame} title="Charge run" section="terms">
      <Crumbs crumbs={[{ text: 'Terms', path: termsPath() }]} here="Charge run" />
      <div class="reading">
        <h1>Charge run</h1>
        <div class="notice ok" role="status">
          <h2>The run has begun</h2>
          <p>This page does not show it yet: refresh it in a moment. Do not charge again.</p>
        </div>
        <a class="btn" href={chargeRunPath(chargeRunId)}>
          Refresh
        </a>
      </div>
    </Layout>
  );
}
