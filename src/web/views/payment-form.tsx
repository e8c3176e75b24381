// The form that records a payment. Its key is made when the form is drawn, so sending it twice
// records it once; a wrong field keeps what was typed and says what is wrong with it.
import type { LocalDate } from '../../kernel/local-date.js';
import type { Currency } from '../../kernel/money.js';
import { currencySymbol, formatMoney } from '../format.js';
import { PAYMENT_FORM_ID, paymentsPath } from '../links.js';
import { METHOD_WORDS, type PaymentMethod } from '../method-words.js';
import type { AccountTotals, PaymentField, PaymentFormView } from '../account-view-models.js';

export interface PaymentFormProps {
  readonly student: {
    readonly id: string;
    readonly today: LocalDate;
    readonly totals: AccountTotals;
  };
  readonly form: PaymentFormView;
  readonly currency: Currency;
  readonly csrf: string;
}

const METHODS = Object.entries(METHOD_WORDS) as [PaymentMethod, string][];

export function PaymentForm({ student, form, currency, csrf }: PaymentFormProps) {
  return (
    <section class="sheet sticky no-print" id={PAYMENT_FORM_ID} aria-labelledby="payment-title">
      <h2 id="payment-title">Record a payment</h2>
      <form method="post" action={paymentsPath(student.id)} novalidate>
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name="idempotencyKey" value={form.idempotencyKey} />
        <div class="fields">
          <AmountInput form={form} currency={currency} />
          <FieldError form={form} field="amount" />
          <DateInput form={form} today={student.today} />
          <FieldError form={form} field="effectiveDate" />
          <p class="hint wide" id="amount-hint">
            {settlingHint(student.totals.netMinor, currency)}
          </p>
          <MethodInput form={form} />
          <FieldError form={form} field="method" />
          <ReferenceInput form={form} />
          <FieldError form={form} field="externalRef" />
          <p class="hint wide" id="reference-hint">
            Of the bank, card or mobile money payment. Each reference can be used once per method.
          </p>
        </div>
        <button type="submit">Record payment</button>
        <p class="hint">A receipt number is given at once. Sending twice records it once.</p>
      </form>
    </section>
  );
}

interface FieldProps {
  readonly form: PaymentFormView;
}

function AmountInput({ form, currency }: FieldProps & { currency: Currency }) {
  return (
    <label>
      Amount
      <span class="money">
        <span aria-hidden="true">{currencySymbol(currency)}</span>
        <input
          name="amount"
          inputmode="decimal"
          autocomplete="off"
          maxlength={20}
          required
          value={form.values.amount}
          {...stateOf(form, 'amount', 'amount-hint')}
        />
      </span>
    </label>
  );
}

function DateInput({ form, today }: FieldProps & { today: LocalDate }) {
  return (
    <label>
      Paid on{' '}
      <input
        type="date"
        name="effectiveDate"
        value={form.values.effectiveDate}
        max={today}
        required
        {...stateOf(form, 'effectiveDate')}
      />
    </label>
  );
}

function MethodInput({ form }: FieldProps) {
  return (
    <label>
      Method{' '}
      <select name="method" required {...stateOf(form, 'method')}>
        {METHODS.map(([method, word]) => (
          <option key={method} value={method} selected={method === form.values.method}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

function ReferenceInput({ form }: FieldProps) {
  return (
    <label>
      Reference{' '}
      <input
        name="externalRef"
        autocomplete="off"
        maxlength={64}
        value={form.values.externalRef}
        {...stateOf(form, 'externalRef', 'reference-hint')}
      />
    </label>
  );
}

function FieldError({ form, field }: FieldProps & { field: PaymentField }) {
  const message = messageOf(form, field);
  if (message === undefined) return null;
  return (
    <p class="error-text wide" id={errorId(field)}>
      {message}
    </p>
  );
}

function settlingHint(netMinor: bigint, currency: Currency): string {
  if (netMinor <= 0n) return 'Nothing is owed. What is paid becomes credit.';
  return `${formatMoney(netMinor, currency)} settles everything. Any part is accepted; more becomes credit.`;
}

/** What assistive technology is told of a field; the first wrong one is focused. */
function stateOf(form: PaymentFormView, field: PaymentField, hintId?: string) {
  if (messageOf(form, field) === undefined) {
    return hintId === undefined ? {} : { 'aria-describedby': hintId };
  }
  return {
    'aria-invalid': 'true' as const,
    'aria-describedby': [errorId(field), hintId].filter((id) => id !== undefined).join(' '),
    autofocus: form.problem?.fields[0]?.field === field,
  };
}

function messageOf(form: PaymentFormView, field: PaymentField): string | undefined {
  return form.problem?.fields.find((wrong) => wrong.field === field)?.message;
}

function errorId(field: PaymentField): string {
  return `${field}-error`;
}
