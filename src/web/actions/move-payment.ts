// Moving a payment to the right child: found by admission number or name, with both balances shown
// before anything moves.
import { isUuid } from '../../kernel/ids.js';
import { MovePayment } from '../../modules/billing/index.js';
import { paymentActionPath } from '../account-links.js';
import { refuseWrong } from '../form-problem.js';
import type { ChangeRow } from '../form-view-models.js';
import { formatMoney } from '../format.js';
import { recordedPath } from '../links.js';
import {
  orderOf,
  type AccountAction,
  type ActionContext,
  type ActionDraft,
  type FoundStudent,
  type Typed,
} from './action.js';
import { moveFields } from './move-fields.js';
import { nameOf, paymentIn, paymentInWords } from './of-account.js';
import { reasonOf, SHARED_FIELD_OF_CODE, wrongReason } from './shared-fields.js';

export const movePayment: AccountAction = {
  path: ({ studentId, subjectId }) => paymentActionPath(studentId, subjectId, 'move'),
  fields: ['target', 'toStudentId', 'reason'],
  fieldOfCode: {
    ...SHARED_FIELD_OF_CODE,
    student_not_found: 'target',
    same_student: 'target',
  },
  words: { what: 'the payment', done: 'moved', warning: 'Do not record it on the other child.' },
  refusedTitle: 'The payment was not moved',
  defaults: () => ({}),
  draft: async (context, typed) => {
    const target = (typed['target'] ?? '').trim();
    const found = target === '' ? [] : await context.findStudents(target);
    return draftOf(context, typed, found);
  },
  order: ({ studentId, subjectId }, typed) => {
    const toStudentId = typed['toStudentId'] ?? '';
    const isChosen = isUuid(toStudentId);
    refuseWrong([
      ...(isChosen ? [] : [['target', 'Find the child first, then choose.'] as const]),
      ...wrongReason(typed),
    ]);
    const body = { toStudentId, reason: reasonOf(typed) };
    return orderOf({
      body,
      command: (by) => new MovePayment(studentId, subjectId, body, by),
      next: ({ payment }, after) => recordedPath(toStudentId, payment.id, after),
    });
  },
};

function draftOf(
  context: ActionContext,
  typed: Typed,
  found: readonly FoundStudent[],
): ActionDraft {
  const payment = paymentIn(context);
  const chosen = found.find(({ id }) => id === typed['toStudentId']) ?? onlyOne(found);
  const amount = formatMoney(payment.amountMinor, context.currency);
  return {
    title: 'Move a payment to another child',
    about: `${paymentInWords(payment, context.currency)}, now on ${nameOf(context)}`,
    consequences: CONSEQUENCES,
    changes: chosen === undefined ? [] : changesOf(context, chosen),
    fields: moveFields(typed, found, chosen),
    ...(found.length === 0 ? {} : { submit: { text: `Move ${amount}`, danger: true } }),
    update: found.length === 0 ? 'Find the child' : 'Find again',
  };
}

const CONSEQUENCES: readonly string[] = [
  'Here the payment is reversed: what it paid is owed again.',
  'On the other child it is recorded anew with the same reference and day, with a receipt number of its own.',
  'Both accounts keep the way of the money, each with a link to the other.',
];

function changesOf(context: ActionContext, chosen: FoundStudent): ChangeRow[] {
  const { amountMinor } = paymentIn(context);
  const { netMinor } = context.account.totals;
  return [
    {
      what: `${nameOf(context)}, balance`,
      nowMinor: netMinor,
      afterMinor: netMinor + amountMinor,
    },
    {
      what: `${chosen.name}, balance`,
      nowMinor: chosen.netMinor,
      afterMinor: chosen.netMinor - amountMinor,
    },
  ];
}

function onlyOne(found: readonly FoundStudent[]): FoundStudent | undefined {
  return found.length === 1 ? found[0] : undefined;
}
