// Giving money back, at most what is left of the payment.
import { amountToApi } from '../../kernel/money.js';
import { RefundPayment } from '../../modules/billing/index.js';
import { donePath, paymentActionPath } from '../account-links.js';
import { refuseWrong, type Wrong } from '../form-problem.js';
import type { Field } from '../form-view-models.js';
import { formatMoney, plainAmount } from '../format.js';
import { METHOD_WORDS, type PaymentMethod } from '../method-words.js';
import { METHODS } from '../payment-input.js';
import { orderOf, type AccountAction, type ActionContext, type Typed } from './action.js';
import { balanceChange, paymentIn, paymentInWords } from './of-account.js';
import * as shared from './shared-fields.js';

export const refundPayment: AccountAction = {
  path: ({ studentId, subjectId }) => paymentActionPath(studentId, subjectId, 'refund'),
  fields: ['amount', 'method', 'effectiveDate', 'reason'],
  fieldOfCode: {
    ...shared.SHARED_FIELD_OF_CODE,
    refund_exceeds: 'amount',
    amount_out_of_range: 'amount',
    four_eyes_required: 'amount',
  },
  words: { what: 'the refund', done: 'recorded', warning: 'Do not give the money back again.' },
  refusedTitle: 'The refund was not recorded',
  defaults: (context) => {
    const { creditMinor, method } = paymentIn(context);
    const amount = creditMinor > 0n ? plainAmount(creditMinor, context.currency) : '';
    return { amount, method, effectiveDate: context.today };
  },
  draft: (context, typed) => ({
    title: 'Refund money',
    about: paymentInWords(paymentIn(context), context.currency),
    consequences: consequencesOf(context),
    changes: changesOf(context, typed),
    fields: fieldsOf(context, typed),
    submit: { text: submitText(context, typed), danger: true },
    update: 'Update the figures',
  }),
  order: (context, typed) => {
    const { currency, studentId, subjectId } = context;
    refuseWrong([
      ...shared.wrongAmount(typed, currency),
      ...wrongMethod(typed),
      ...shared.wrongDay(typed),
      ...shared.wrongReason(typed),
    ]);
    const body = {
      amountMinor: amountToApi(shared.amountOf(typed, currency) ?? 0n),
      ...methodOf(typed),
      ...shared.dayOf(typed),
      reason: shared.reasonOf(typed),
    };
    return orderOf({
      body,
      command: (by) => new RefundPayment(studentId, subjectId, body, by),
      next: ({ refund }, after) => donePath(studentId, { deed: 'refunded', of: refund.id }, after),
    });
  },
};

function consequencesOf(context: ActionContext): string[] {
  const { currency, fourEyesLimitMinor } = context;
  const left = formatMoney(paymentIn(context).creditMinor, currency);
  return [
    `Up to ${left} of this payment is left and can be given back; what pays a charge cannot.`,
    'The refund is a line of its own. It can be reversed when the money was not given after all.',
    `Above ${formatMoney(fourEyesLimitMinor, currency)} a second person must approve it.`,
  ];
}

function changesOf(context: ActionContext, typed: Typed) {
  const amountMinor = shared.amountOf(typed, context.currency) ?? 0n;
  const { refundedMinor, creditMinor } = context.account.totals;
  return [
    { what: 'Refunded', nowMinor: refundedMinor, afterMinor: refundedMinor + amountMinor },
    { what: 'Credit', nowMinor: creditMinor, afterMinor: creditMinor - amountMinor },
    balanceChange(context, amountMinor),
  ];
}

function fieldsOf({ today }: ActionContext, typed: Typed): Field[] {
  const options = METHODS.map((method) => ({ value: method, text: METHOD_WORDS[method] }));
  const method = { name: 'method', label: 'Given back by', value: typed['method'] ?? '' };
  return [
    { kind: 'amount', name: 'amount', label: 'Amount', value: typed['amount'] ?? '' },
    { kind: 'choice', ...method, options },
    shared.dayField(typed, today),
    shared.reasonField(typed),
  ];
}

function submitText({ currency }: ActionContext, typed: Typed): string {
  const amountMinor = shared.amountOf(typed, currency);
  return amountMinor === undefined ? 'Refund' : `Refund ${formatMoney(amountMinor, currency)}`;
}

function wrongMethod(typed: Typed): Wrong[] {
  return methodOf(typed).method === undefined ? [['method', 'Choose how it is given back.']] : [];
}

function methodOf(typed: Typed): { readonly method?: PaymentMethod } {
  const method = METHODS.find((candidate) => candidate === typed['method']);
  return method === undefined ? {} : { method };
}
