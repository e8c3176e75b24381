// The lines of a fee schedule as they are edited. Without a script: each button sends the whole form,
// and the page comes back with everything that was typed.
import { currencyName } from '../format.js';
import type { FeeScheduleForm } from '../term-view-models.js';
import type { SignedInFrame } from '../view-models.js';
import { FeeLineRow } from './fee-line-row.js';
import { TableHead, type Column } from './table-head.js';

export interface FeeFormProps {
  readonly frame: SignedInFrame;
  readonly form: FeeScheduleForm;
}

export function FeeForm({ frame, form }: FeeFormProps) {
  return (
    <form method="post" action={form.path} novalidate>
      <Hidden frame={frame} form={form} />
      <section class="sheet" aria-labelledby="fees">
        <SheetHead form={form} />
        <Lines frame={frame} form={form} />
        <AddLine />
      </section>
      <Footer form={form} />
      <input type="hidden" name="end" value="yes" />
    </form>
  );
}

/** How many lines are sent stands first, `end` last: a form that was cut off is known as such. */
function Hidden({ frame, form }: FeeFormProps) {
  return (
    <>
      <input type="hidden" name="csrf" value={frame.user.csrf} />
      <input type="hidden" name="idempotencyKey" value={form.idempotencyKey} />
      <input type="hidden" name="version" value={String(form.version)} />
      <input type="hidden" name="lineCount" value={String(form.lines.length)} />
    </>
  );
}

function SheetHead({ form }: { form: FeeScheduleForm }) {
  return (
    <>
      <div class="sheet-head">
        <h2 id="fees">Amounts by class</h2>
        <PublishButton form={form} />
      </div>
      <p class="hint">
        Leave the class empty for every class; a line for a class beats it. Several due dates split
        the amount into instalments.
      </p>
    </>
  );
}

function AddLine() {
  return (
    <p class="actions">
      <button class="outline small" name="do" value="add_line">
        Add a line
      </button>
    </p>
  );
}

/** The first button of the form, so that the Enter key publishes and removes nothing. */
function PublishButton({ form }: { form: FeeScheduleForm }) {
  return (
    <button name="do" value="publish">
      {`Publish as version ${form.version + 1}`}
    </button>
  );
}

function Footer({ form }: { form: FeeScheduleForm }) {
  return (
    <p class="actions">
      <PublishButton form={form} />
      <span class="hint">Charges already made keep the version that made them.</span>
    </p>
  );
}

function Lines({ frame, form }: FeeFormProps) {
  return (
    <section class="scroll" aria-label="Table of fees" tabindex={0}>
      <table class="ledger">
        <caption class="vh">
          {`Fees with class, amount and due dates, in ${currencyName(frame.currency)}`}
        </caption>
        <TableHead columns={COLUMNS} />
        <tbody>
          {form.lines.map((line, index) => (
            <FeeLineRow key={index} index={index} line={line} problem={form.problem} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const COLUMNS: readonly Column[] = [
  { text: 'Fee code' },
  { text: 'Description' },
  { text: 'Class' },
  { text: 'Amount', class: 'num' },
  { text: 'Due on' },
  { text: 'Priority', class: 'num' },
  { text: 'Actions', unseen: true },
];
