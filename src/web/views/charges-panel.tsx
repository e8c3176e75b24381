// The charges of an account, with the form that shows it as of an earlier day.
import type { StudentView } from '../account-view-models.js';
import { studentPath } from '../links.js';
import { ChargesTable, type ChargesTableProps } from './charges-table.js';

export interface ChargesPanelProps extends Omit<ChargesTableProps, 'charges' | 'today'> {
  readonly view: StudentView;
}

export function ChargesPanel({ view, ...table }: ChargesPanelProps) {
  return (
    <section class="sheet" aria-labelledby="charges">
      <div class="sheet-head">
        <h2 id="charges">Charges</h2>
        <AsOfForm view={view} />
      </div>
      <ChargesTable charges={view.charges} today={view.today} {...table} />
    </section>
  );
}

function AsOfForm({ view }: { view: StudentView }) {
  return (
    <form class="bar no-print" method="get" action={studentPath(view.id)}>
      <label>
        <span class="vh">Show the account as of</span>
        <input type="date" name="asOf" value={view.past ?? view.today} required />
      </label>
      <button class="outline small">Show as of</button>
    </form>
  );
}
