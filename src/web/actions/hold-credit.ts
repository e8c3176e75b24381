// Letting the credit of a payment wait, or letting it pay again.
import { HoldCredit } from '../../modules/billing/index.js';
import { donePath, paymentActionPath } from '../account-links.js';
import { formatMoney } from '../format.js';
import { orderOf, type AccountAction, type ActionContext } from './action.js';
import { paymentIn, paymentInWords } from './of-account.js';

export const holdCredit: AccountAction = {
  path: ({ studentId, subjectId }) => paymentActionPath(studentId, subjectId, 'hold'),
  fields: ['hold'],
  fieldOfCode: {},
  words: { what: 'the hold', done: 'changed', warning: 'No money moves by it.' },
  refusedTitle: 'The hold was not changed',
  defaults: (context) => ({ hold: paymentIn(context).holdCredit ? 'no' : 'yes' }),
  draft: (context) => {
    const payment = paymentIn(context);
    const text = payment.holdCredit ? 'Release the credit' : 'Hold the credit';
    return {
      title: text,
      about: paymentInWords(payment, context.currency),
      consequences: consequencesOf(context),
      changes: [],
      fields: [],
      submit: { text, danger: false },
    };
  },
  /** As the page said it: what somebody else did meanwhile is not turned around. */
  order: ({ studentId, subjectId }, typed) => {
    const hold = typed['hold'] === 'yes';
    return orderOf({
      body: { hold },
      command: (by) => new HoldCredit(studentId, subjectId, hold, by),
      next: (_answer, after) => donePath(studentId, { deed: 'hold_changed', of: subjectId }, after),
    });
  },
};

function consequencesOf(context: ActionContext): string[] {
  const { holdCredit: isHeld, creditMinor } = paymentIn(context);
  const credit = formatMoney(creditMinor, context.currency);
  return isHeld
    ? [
        `${credit} pays at once whatever is owed, oldest due date first; the rest pays next charges.`,
      ]
    : [
        `${credit} waits and pays nothing by itself, also no next charge, until it is released.`,
        'It can still be refunded. What this payment pays already stays paid.',
      ];
}
