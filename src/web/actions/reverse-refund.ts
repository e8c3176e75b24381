// Taking a refund back: the money was not given after all.
import { ReverseRefund } from '../../modules/billing/index.js';
import { donePath, reverseRefundPath } from '../account-links.js';
import { refuseWrong } from '../form-problem.js';
import { formatDate, formatMoney } from '../format.js';
import { METHOD_WORDS } from '../method-words.js';
import { orderOf, type AccountAction, type ActionContext } from './action.js';
import { balanceChange, refundIn } from './of-account.js';
import * as shared from './shared-fields.js';

export const reverseRefund: AccountAction = {
  path: ({ studentId, subjectId }) => reverseRefundPath(studentId, subjectId),
  fields: ['reason', 'effectiveDate'],
  fieldOfCode: shared.SHARED_FIELD_OF_CODE,
  words: { what: 'the refund', done: 'reversed', warning: 'Do not reverse it elsewhere.' },
  refusedTitle: 'The refund was not reversed',
  defaults: ({ today }) => ({ effectiveDate: today }),
  draft: (context, typed) => {
    const { amountMinor, method, effectiveDate } = refundIn(context);
    const amount = formatMoney(amountMinor, context.currency);
    return {
      title: 'Reverse a refund',
      about: `${amount}, ${METHOD_WORDS[method].toLowerCase()}, given back on ${formatDate(effectiveDate)}`,
      consequences: CONSEQUENCES,
      changes: changesOf(context),
      fields: [shared.reasonField(typed), shared.dayField(typed, context.today)],
      submit: { text: `Reverse the refund of ${amount}`, danger: true },
    };
  },
  order: (context, typed) => {
    refuseWrong([...shared.wrongReason(typed), ...shared.wrongDay(typed)]);
    const { studentId, subjectId } = context;
    const body = { reason: shared.reasonOf(typed), ...shared.dayOf(typed) };
    return orderOf({
      body,
      command: (by) => new ReverseRefund(studentId, subjectId, body, by),
      next: (_answer, after) =>
        donePath(studentId, { deed: 'refund_reversed', of: subjectId }, after),
    });
  },
};

const CONSEQUENCES: readonly string[] = [
  'The money counts as received again: it is credit, and pays what is owed unless it is on hold.',
  'The refund stays in the books, struck out with your reason.',
];

function changesOf(context: ActionContext) {
  const { amountMinor } = refundIn(context);
  const { refundedMinor } = context.account.totals;
  return [
    { what: 'Refunded', nowMinor: refundedMinor, afterMinor: refundedMinor - amountMinor },
    balanceChange(context, -amountMinor),
  ];
}
