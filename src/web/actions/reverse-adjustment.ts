// Taking an adjustment back: every line of it that is in force.
import { AppError } from '../../kernel/app-error.js';
import { sum } from '../../kernel/money.js';
import { ReverseAdjustment } from '../../modules/billing/index.js';
import type { AccountAdjustment } from '../../projections/account/account.queries.js';
import { donePath, reverseAdjustmentPath } from '../account-links.js';
import { ADJUSTMENT_WORDS } from '../adjustment-words.js';
import { refuseWrong } from '../form-problem.js';
import { formatDate, formatMoney } from '../format.js';
import { orderOf, type AccountAction, type ActionContext } from './action.js';
import { balanceChange } from './of-account.js';
import * as shared from './shared-fields.js';

export const reverseAdjustment: AccountAction = {
  path: ({ studentId, subjectId }) => reverseAdjustmentPath(studentId, subjectId),
  fields: ['reason', 'effectiveDate'],
  fieldOfCode: shared.SHARED_FIELD_OF_CODE,
  words: { what: 'the adjustment', done: 'reversed', warning: 'Do not charge it another way.' },
  refusedTitle: 'The adjustment was not reversed',
  defaults: ({ today }) => ({ effectiveDate: today }),
  draft: (context, typed) => {
    const amount = formatMoney(inForceMinor(context), context.currency);
    return {
      title: 'Reverse an adjustment',
      about: aboutOf(context),
      consequences: CONSEQUENCES,
      changes: changesOf(context),
      fields: [shared.reasonField(typed), shared.dayField(typed, context.today)],
      submit: { text: `Reverse ${amount}`, danger: true },
    };
  },
  order: (context, typed) => {
    refuseWrong([...shared.wrongReason(typed), ...shared.wrongDay(typed)]);
    const { studentId, subjectId } = context;
    const body = { reason: shared.reasonOf(typed), ...shared.dayOf(typed) };
    return orderOf({
      body,
      command: (by) => new ReverseAdjustment(studentId, subjectId, body, by),
      next: (_answer, after) =>
        donePath(studentId, { deed: 'adjustment_reversed', of: subjectId }, after),
    });
  },
};

const CONSEQUENCES: readonly string[] = [
  'What was taken off is owed again. Free credit pays it at once, unless it is on hold.',
  'The adjustment stays in the books, struck out with your reason.',
];

/** @throws AppError `not_found` (`adjustment_not_found`). */
function linesIn({ account, subjectId }: ActionContext): readonly AccountAdjustment[] {
  const lines = account.adjustments.filter(({ id }) => id === subjectId);
  if (lines.length > 0) return lines;
  throw new AppError('not_found', 'This account has no such adjustment.', {
    code: 'adjustment_not_found',
  });
}

function inForceMinor(context: ActionContext): bigint {
  const inForce = linesIn(context).filter(({ reversal }) => reversal === undefined);
  return sum(inForce.map(({ amountMinor }) => amountMinor));
}

function aboutOf(context: ActionContext): string {
  const [line, ...more] = linesIn(context);
  if (line === undefined) return '';
  const amount = formatMoney(inForceMinor(context), context.currency);
  const codes = [...new Set([line, ...more].map(({ feeCode }) => feeCode))].join(', ');
  const day = formatDate(line.effectiveDate);
  return `${ADJUSTMENT_WORDS[line.kind]} of ${amount} on ${codes}, counts from ${day}`;
}

function changesOf(context: ActionContext) {
  const amountMinor = inForceMinor(context);
  const { adjustedMinor } = context.account.totals;
  return [
    { what: 'Adjusted', nowMinor: adjustedMinor, afterMinor: adjustedMinor - amountMinor },
    balanceChange(context, amountMinor),
  ];
}
