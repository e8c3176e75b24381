// Lowering what is owed: one charge, or all charges of a fee code, by an amount or a percentage.
import { AdjustCharges } from '../../modules/billing/index.js';
import { adjustPath, donePath } from '../account-links.js';
import { refuseWrong } from '../form-problem.js';
import { formatMoney } from '../format.js';
import { orderOf, type AccountAction, type ActionContext, type Typed } from './action.js';
import { adjustFields } from './adjust-fields.js';
import { adjustmentRequestOf, estimateMinor, wrongAdjustment } from './adjust-input.js';
import { balanceChange, nameOf } from './of-account.js';
import { SHARED_FIELD_OF_CODE } from './shared-fields.js';

export const adjust: AccountAction = {
  path: ({ studentId }) => adjustPath(studentId),
  fields: ['kind', 'target', 'measure', 'value', 'effectiveDate', 'validFrom', 'validTo', 'reason'],
  fieldOfCode: {
    ...SHARED_FIELD_OF_CODE,
    adjustment_exceeds: 'value',
    adjustment_rounds_to_zero: 'value',
    amount_out_of_range: 'value',
    four_eyes_required: 'value',
    charge_not_found: 'target',
    already_cancelled: 'target',
  },
  words: { what: 'the adjustment', done: 'recorded', warning: 'Do not adjust it another time.' },
  refusedTitle: 'Nothing was adjusted',
  defaults: ({ today }) => ({ kind: 'waiver', measure: 'amount', effectiveDate: today }),
  draft: (context, typed) => ({
    title: 'Adjust what is owed',
    about: nameOf(context),
    consequences: consequencesOf(context),
    changes: changesOf(context, typed),
    fields: adjustFields(context, typed),
    submit: { text: submitText(context, typed), danger: false },
    update: 'Update the figures',
  }),
  order: (context, typed) => {
    refuseWrong(wrongAdjustment(context, typed));
    const { studentId } = context;
    const body = adjustmentRequestOf(context, typed);
    return orderOf({
      body,
      command: (by) => new AdjustCharges(studentId, body, by),
      next: ({ adjustment }, after) =>
        donePath(studentId, { deed: 'adjusted', of: adjustment.id }, after),
    });
  },
};

function consequencesOf({ currency, fourEyesLimitMinor }: ActionContext): string[] {
  return [
    'Less is owed; the adjustment is a line of its own and can be reversed.',
    'What was paid beyond the new amount becomes credit.',
    'A percentage is taken of what each charge still asks for, rounded half-up per line.',
    `Above ${formatMoney(fourEyesLimitMinor, currency)} a second person must approve it.`,
  ];
}

/** Without what is typed there is no figure to claim. */
function changesOf(context: ActionContext, typed: Typed) {
  const amountMinor = estimateMinor(context, typed);
  if (amountMinor === undefined) return [];
  const { adjustedMinor } = context.account.totals;
  return [
    { what: 'Adjusted', nowMinor: adjustedMinor, afterMinor: adjustedMinor + amountMinor },
    balanceChange(context, -amountMinor),
  ];
}

function submitText(context: ActionContext, typed: Typed): string {
  const amountMinor = estimateMinor(context, typed);
  return amountMinor === undefined
    ? 'Adjust'
    : `Take off ${formatMoney(amountMinor, context.currency)}`;
}
