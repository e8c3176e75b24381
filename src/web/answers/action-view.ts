// The page of an action, put together from what it drafts and what is the same for all of them.
import type { AccountAction, ActionContext, ActionDraft, Typed } from '../actions/action.js';
import { nameOf } from '../actions/of-account.js';
import { fieldText } from '../form-body.js';
import type { ActionView, FormProblem, FormView } from '../form-view-models.js';
import { studentPath, STUDENTS_PATH } from '../links.js';

export interface ActionState {
  readonly context: ActionContext;
  readonly typed: Typed;
  readonly key: string;
  readonly problem?: FormProblem;
}

export function actionView(
  action: AccountAction,
  { fields, ...draft }: ActionDraft,
  state: ActionState,
): ActionView {
  const { context } = state;
  const account = studentPath(context.studentId);
  return {
    ...draft,
    section: 'students',
    crumbs: [
      { text: 'Students', path: STUDENTS_PATH },
      { text: nameOf(context), path: account },
    ],
    form: formOf(action, fields, state),
    refusedTitle: action.refusedTitle,
    cancelPath: account,
  };
}

function formOf(action: AccountAction, fields: ActionDraft['fields'], of: ActionState): FormView {
  const { context, typed, key, problem } = of;
  return {
    path: action.path(context),
    idempotencyKey: key,
    fields,
    hidden: unseen(action, fields, typed),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** The action's fields as they were sent, or as the address has them; others are left out. */
export function typedIn(source: unknown, { fields }: AccountAction): Typed {
  const typed = fields.map((name) => [name, fieldText(source, name)] as const);
  return Object.fromEntries(typed.filter(([, text]) => text !== ''));
}

/** What belongs to the form and is not drawn goes along as it is. */
function unseen(action: AccountAction, drawn: ActionDraft['fields'], typed: Typed): Typed {
  const names = action.fields.filter((name) => !drawn.some((field) => field.name === name));
  return Object.fromEntries(names.map((name) => [name, typed[name] ?? '']));
}
