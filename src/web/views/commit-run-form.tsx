// The form that charges what the preview shows; its digest says which preview that was.
import { counted, formatMoney } from '../format.js';
import { chargeRunPreviewPath, termsPath } from '../term-links.js';
import type { ChargeRunPreviewView } from '../charge-run-view-models.js';
import type { SignedInFrame } from '../view-models.js';

export interface CommitRunFormProps {
  readonly frame: SignedInFrame;
  readonly view: ChargeRunPreviewView;
}

export function CommitRunForm({ frame, view }: CommitRunFormProps) {
  const { students, amountMinor } = view.totals;
  if (students === 0) return null;
  const amount = formatMoney(amountMinor, frame.currency);
  return (
    <section class="sheet" aria-labelledby="commit">
      <h2 id="commit">Charge these lines</h2>
      <WhatIsPromised view={view} />
      <form method="post" action={chargeRunPreviewPath(view.term.id)}>
        <Hidden frame={frame} view={view} />
        <p class="actions">
          <button>{`Charge ${counted(students, 'student')}, ${amount}`}</button>
          <a class="btn outline" href={termsPath()}>
            Cancel
          </a>
        </p>
      </form>
    </section>
  );
}

function WhatIsPromised({ view }: Pick<CommitRunFormProps, 'view'>) {
  return (
    <>
      <dl class="kv">
        <dt>Digest of the preview</dt>
        <dd class="mono">{view.digest}</dd>
      </dl>
      <p>
        All pages of the preview are charged. If a student, a fee or a charge changes before you
        press the button, nothing is charged and you see a new preview. Running it twice creates
        only what is missing.
      </p>
    </>
  );
}

function Hidden({ frame, view }: CommitRunFormProps) {
  return (
    <>
      <input type="hidden" name="csrf" value={frame.user.csrf} />
      <input type="hidden" name="idempotencyKey" value={view.idempotencyKey} />
      <input type="hidden" name="digest" value={view.digest} />
      <input type="hidden" name="class" value={view.class} />
      <input type="hidden" name="effectiveDate" value={view.effectiveDate} />
    </>
  );
}
