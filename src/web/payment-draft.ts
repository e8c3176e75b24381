// A payment that was being sent when its session ended: kept in the address that the log-in goes on
// to, so the form opens again as it was. It holds no name, no note and no payer.
import type { Currency } from '../kernel/money.js';
import type { PaymentFormView } from './account-view-models.js';
import { parseAmount } from './amount-input.js';
import { filledText } from './form-body.js';
import { formatMoney } from './format.js';
import { STUDENTS_PATH } from './links.js';
import { isIdempotencyKey, paymentValues } from './payment-input.js';

/** The form as the address holds it; undefined when it holds none. */
export function draftOf(query: unknown): PaymentFormView | undefined {
  const idempotencyKey = filledText(query, 'idempotencyKey');
  if (idempotencyKey === undefined || !isIdempotencyKey(idempotencyKey)) return undefined;
  return { idempotencyKey, values: paymentValues(query) };
}

/** `The payment of $40.00`; undefined when the path leads to no draft. */
export function draftInWords(path: string, currency: Currency): string | undefined {
  const url = new URL(path, 'http://bursar.invalid');
  if (!url.pathname.startsWith(`${STUDENTS_PATH}/`)) return undefined;
  const draft = draftOf(Object.fromEntries(url.searchParams));
  if (draft === undefined) return undefined;
  const amount = parseAmount(draft.values.amount, currency);
  return amount.ok ? `The payment of ${formatMoney(amount.amountMinor, currency)}` : 'The payment';
}
