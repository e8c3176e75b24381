// Which class a run is for, and from which day its charges count; sent again, it previews again.
import type { ChargeRunPreviewView } from '../charge-run-view-models.js';
import { chargeRunPreviewPath } from '../term-links.js';

export function PreviewFilterForm({ view }: { view: ChargeRunPreviewView }) {
  return (
    <form class="sheet" method="get" action={chargeRunPreviewPath(view.term.id)}>
      <div class="bar">
        <label>
          Class (empty: all){' '}
          <input name="class" value={view.class} maxlength={40} autocomplete="off" />
        </label>
        <label>
          Charges count from{' '}
          <input type="date" name="effectiveDate" value={view.effectiveDate} max={view.today} />
        </label>
        <button class="outline">Preview again</button>
      </div>
    </form>
  );
}
