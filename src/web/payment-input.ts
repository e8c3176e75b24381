// A payment as the form sent it, read strictly. All wrong fields are named at once, in the order in
// which they stand in the form.
import { isPlainText } from '../http/schema.js';
import { isLocalDate, type LocalDate } from '../kernel/local-date.js';
import type { Currency } from '../kernel/money.js';
import type { PaymentField, PaymentFormValues, PaymentProblem } from './account-view-models.js';
import type { PaymentMethod } from './method-words.js';
import { parseAmount } from './amount-input.js';
import { fieldText } from './form-body.js';

export interface PaymentInput {
  readonly amountMinor: bigint;
  readonly method: PaymentMethod;
  readonly effectiveDate: LocalDate;
  readonly externalRef?: string;
}

export type ParsedPayment =
  | { readonly ok: true; readonly payment: PaymentInput }
  | { readonly ok: false; readonly problem: PaymentProblem };

export const METHODS: readonly PaymentMethod[] = [
  'cash',
  'bank_transfer',
  'mobile_money',
  'card',
  'cheque',
  'other',
];

const REFERENCE_LENGTH_MAX = 64;
const FIELDS: readonly PaymentField[] = ['amount', 'effectiveDate', 'method', 'externalRef'];

type Messages = Partial<Record<PaymentField, string>>;

/** 1–255 visible ASCII characters, as the API's header takes them. */
export function isIdempotencyKey(text: string): boolean {
  return /^[\x21-\x7e]{1,255}$/.test(text);
}

/** What was typed, as it was typed: it goes back into the form when something is wrong. */
export function paymentValues(body: unknown): PaymentFormValues {
  return {
    amount: fieldText(body, 'amount'),
    effectiveDate: fieldText(body, 'effectiveDate'),
    method: fieldText(body, 'method'),
    externalRef: fieldText(body, 'externalRef'),
  };
}

export function parsePayment(values: PaymentFormValues, currency: Currency): ParsedPayment {
  const amount = parseAmount(values.amount, currency);
  const method = METHODS.find((candidate) => candidate === values.method);
  const date = values.effectiveDate.trim();
  const externalRef = values.externalRef.trim();
  const messages: Messages = {
    ...(amount.ok ? {} : { amount: amount.message }),
    ...(isLocalDate(date) ? {} : { effectiveDate: 'Enter the day on which it was paid.' }),
    ...(method === undefined ? { method: 'Choose how it was paid.' } : {}),
    ...referenceMessage(externalRef),
  };
  if (!amount.ok || !isLocalDate(date) || method === undefined || messages.externalRef) {
    return { ok: false, problem: problemOf(messages) };
  }
  return {
    ok: true,
    payment: {
      amountMinor: amount.amountMinor,
      method,
      effectiveDate: date,
      ...(externalRef === '' ? {} : { externalRef }),
    },
  };
}

/** The wrong fields in the form's order, under a sentence that fits their number. */
export function problemOf(messages: Messages): PaymentProblem {
  const fields = FIELDS.flatMap((field) => {
    const message = messages[field];
    return message === undefined ? [] : [{ field, message }];
  });
  const [only, ...others] = fields;
  const message =
    only === undefined || others.length > 0 ? `${fields.length} fields are wrong.` : only.message;
  return { message, fields };
}

function referenceMessage(externalRef: string): Messages {
  if (externalRef.length > REFERENCE_LENGTH_MAX) {
    return { externalRef: `A reference has at most ${REFERENCE_LENGTH_MAX} characters.` };
  }
  return externalRef !== '' && !(isPlainText(externalRef) && externalRef.isWellFormed())
    ? { externalRef: 'The reference holds characters that cannot be written.' }
    : {};
}
