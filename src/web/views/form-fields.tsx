// Fields of a form with their hints and errors. Each field is inside its label, and is told to
// assistive technology with its hint and its error; the first wrong one is focused.
import type { Currency } from '../../kernel/money.js';
import type { FormView } from '../form-view-models.js';
import { errorId, FormControl, hintId, messageOf, type FormControlProps } from './form-control.js';

export interface FormFieldsProps {
  readonly form: Pick<FormView, 'fields' | 'problem'>;
  readonly currency: Currency;
}

export function FormFields({ form, currency }: FormFieldsProps) {
  return (
    <div class="fields">
      {form.fields.map((field) => (
        <FieldWithNotes key={field.name} field={field} problem={form.problem} currency={currency} />
      ))}
    </div>
  );
}

/** The csrf token, the key and whatever else a form sends unseen. */
export function HiddenFields({ form, csrf }: { form: FormView; csrf: string }) {
  return (
    <>
      <input type="hidden" name="csrf" value={csrf} />
      <input type="hidden" name="idempotencyKey" value={form.idempotencyKey} />
      {Object.entries(form.hidden ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

function FieldWithNotes(props: FormControlProps) {
  const { field, problem } = props;
  const isWide = field.wide === true || field.kind === 'long_text';
  return (
    <>
      <label class={isWide ? 'wide' : undefined}>
        {field.label}
        {field.optional === true && ' (optional)'} <FormControl {...props} />
      </label>
      <Note class="error-text" id={errorId(field.name)} text={messageOf(problem, field.name)} />
      <Note class="hint" id={hintId(field.name)} text={field.hint} />
    </>
  );
}

function Note({ text, id, class: kind }: { text: string | undefined; id: string; class: string }) {
  if (text === undefined) return null;
  return (
    <p class={`${kind} wide`} id={id}>
      {text}
    </p>
  );
}
