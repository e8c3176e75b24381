// Taking a payment back.
import { ReversePayment } from '../../modules/billing/index.js';
import { donePath, paymentActionPath } from '../account-links.js';
import { refuseWrong } from '../form-problem.js';
import { formatDate, formatMoney } from '../format.js';
import { orderOf, type AccountAction, type ActionContext } from './action.js';
import { balanceChange, paymentIn, paymentInWords } from './of-account.js';
import {
  dayField,
  dayOf,
  reasonField,
  reasonOf,
  SHARED_FIELD_OF_CODE,
  wrongDay,
  wrongReason,
} from './shared-fields.js';

export const reversePayment: AccountAction = {
  path: ({ studentId, subjectId }) => paymentActionPath(studentId, subjectId, 'reverse'),
  fields: ['reason', 'effectiveDate'],
  fieldOfCode: SHARED_FIELD_OF_CODE,
  words: {
    what: 'the payment',
    done: 'reversed',
    warning: 'Do not reverse or refund it elsewhere.',
  },
  refusedTitle: 'The payment was not reversed',
  defaults: ({ today }) => ({ effectiveDate: today }),
  draft: (context, typed) => {
    const payment = paymentIn(context);
    const amount = formatMoney(payment.amountMinor, context.currency);
    return {
      title: 'Reverse a payment',
      about: paymentInWords(payment, context.currency),
      consequences: consequencesOf(context),
      changes: changesOf(context),
      fields: [reasonField(typed), dayField(typed, context.today)],
      ...(payment.reversal === undefined
        ? { submit: { text: `Reverse ${amount}`, danger: true } }
        : {}),
    };
  },
  order: (context, typed) => {
    refuseWrong([...wrongReason(typed), ...wrongDay(typed)]);
    const { studentId, subjectId } = context;
    const body = { reason: reasonOf(typed), ...dayOf(typed) };
    return orderOf({
      body,
      command: (by) => new ReversePayment(studentId, subjectId, body, by),
      next: (_answer, after) =>
        donePath(studentId, { deed: 'payment_reversed', of: subjectId }, after),
    });
  },
};

function consequencesOf(context: ActionContext): string[] {
  const { refundedMinor, reversal } = paymentIn(context);
  if (reversal !== undefined) {
    return [
      `It was reversed on ${formatDate(reversal.effectiveDate)} already: nothing is to be done.`,
    ];
  }
  const refunded = formatMoney(refundedMinor, context.currency);
  return [
    'What it paid is owed again, and its credit is gone.',
    ...(refundedMinor === 0n
      ? []
      : [`${refunded} of it was given back already: that part becomes a charge to recover it.`]),
    'It stays in the books with its receipt number, marked REVERSED; a second reversal is refused.',
  ];
}

/** The part that was refunded comes back as a charge, so the balance grows by the whole payment. */
function changesOf(context: ActionContext) {
  const { amountMinor, refundedMinor, reversal } = paymentIn(context);
  if (reversal !== undefined) return [];
  const { reversedMinor } = context.account.totals;
  const afterMinor = reversedMinor + amountMinor - refundedMinor;
  return [
    { what: 'Reversed', nowMinor: reversedMinor, afterMinor },
    balanceChange(context, amountMinor),
  ];
}
