// Undoing a wrong charge.
import { CancelCharge } from '../../modules/billing/index.js';
import { cancelChargePath, donePath } from '../account-links.js';
import { refuseWrong } from '../form-problem.js';
import { formatMoney } from '../format.js';
import { orderOf, type AccountAction, type ActionContext } from './action.js';
import { balanceChange, chargeIn, chargeInWords } from './of-account.js';
import * as shared from './shared-fields.js';

export const cancelCharge: AccountAction = {
  path: ({ studentId, subjectId }) => cancelChargePath(studentId, subjectId),
  fields: ['reason', 'effectiveDate'],
  fieldOfCode: shared.SHARED_FIELD_OF_CODE,
  words: {
    what: 'the charge',
    done: 'cancelled',
    warning: 'Do not cancel or adjust it elsewhere.',
  },
  refusedTitle: 'The charge was not cancelled',
  defaults: ({ today }) => ({ effectiveDate: today }),
  draft: (context, typed) => {
    const charge = chargeIn(context);
    const net = formatMoney(netOf(context), context.currency);
    return {
      title: 'Cancel a charge',
      about: chargeInWords(charge, context.currency),
      consequences: consequencesOf(context),
      changes: changesOf(context),
      fields: [shared.reasonField(typed), shared.dayField(typed, context.today)],
      ...(charge.cancelled
        ? {}
        : { submit: { text: `Cancel ${net} of ${charge.feeCode}`, danger: true } }),
    };
  },
  order: (context, typed) => {
    refuseWrong([...shared.wrongReason(typed), ...shared.wrongDay(typed)]);
    const { studentId, subjectId } = context;
    const body = { reason: shared.reasonOf(typed), ...shared.dayOf(typed) };
    return orderOf({
      body,
      command: (by) => new CancelCharge(studentId, subjectId, body, by),
      next: (_answer, after) =>
        donePath(studentId, { deed: 'charge_cancelled', of: subjectId }, after),
    });
  },
};

function consequencesOf(context: ActionContext): string[] {
  const { paidMinor, cancelled } = chargeIn(context);
  if (cancelled) return ['It was cancelled before: nothing is to be done.'];
  const paid = formatMoney(paidMinor, context.currency);
  return [
    'The student no longer owes it. The same fee can be charged again.',
    ...(paidMinor === 0n
      ? []
      : [`${paid} that paid it becomes credit and pays whatever else is owed, unless it is held.`]),
    'The charge stays in the books, struck out with your reason. This is not taken back.',
  ];
}

function changesOf(context: ActionContext) {
  if (chargeIn(context).cancelled) return [];
  const { cancelledMinor } = context.account.totals;
  const net = netOf(context);
  return [
    { what: 'Cancelled', nowMinor: cancelledMinor, afterMinor: cancelledMinor + net },
    balanceChange(context, -net),
  ];
}

/** What it still asks for: an adjustment of it is no longer owed already. */
function netOf(context: ActionContext): bigint {
  const { amountMinor, cancelledMinor, adjustedMinor } = chargeIn(context);
  return amountMinor - cancelledMinor - adjustedMinor;
}
