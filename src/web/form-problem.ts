// What was wrong with a form, at which field: found while it was read, or told by the books.
import { AppError, type FieldError } from '../kernel/app-error.js';
import type { FormProblem } from './form-view-models.js';

/** A wrong field: its name in the form, and a sentence that says what to do. */
export type Wrong = readonly [field: string, message: string];

/** Codes of refusals and the field that each is about. */
export type FieldOfCode = Readonly<Record<string, string>>;

const FORM_IS_WRONG = 'invalid_form';

const STATUS_OF_KIND: Readonly<Record<string, number>> = {
  invalid: 400,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  rule_violated: 422,
};

/** Refusals of a right that say what to do instead, and so belong on the form. */
const EXPLAINED_REFUSALS: readonly string[] = ['four_eyes_required'];

/** @throws AppError `invalid` (`invalid_form`) naming each wrong field, unless there is none. */
export function refuseWrong(wrong: readonly Wrong[]): void {
  const [first, ...others] = wrong;
  if (first === undefined) return;
  const message = others.length === 0 ? first[1] : `${wrong.length} fields are wrong.`;
  const errors = wrong.map(([path, text]) => ({ path, code: FORM_IS_WRONG, message: text }));
  throw new AppError('invalid', message, { code: FORM_IS_WRONG, errors });
}

/** HTTP status under which a form is shown again; undefined when the error is not for the form. */
export function refusedStatus(error: unknown): number | undefined {
  if (!(error instanceof AppError) || error.code.startsWith('session_')) return undefined;
  if (error.code === FORM_IS_WRONG) return 422;
  if (EXPLAINED_REFUSALS.includes(error.code)) return 403;
  return STATUS_OF_KIND[error.kind];
}

/** The refusal as the form shows it. */
export function formProblemOf(
  error: AppError,
  fieldOfCode: FieldOfCode,
  message = error.message,
): FormProblem {
  if (error.code === 'idempotency_key_reused') return { message: FORM_USED, fields: [] };
  const field = fieldOfCode[error.code];
  return {
    message,
    fields: field === undefined ? (error.errors ?? []).map(wrongField) : [{ field, message }],
  };
}

function wrongField({ path, message }: FieldError): FormProblem['fields'][number] {
  return { field: path, message };
}

const FORM_USED =
  'This form was sent with other values before and was carried out then. Look at the account first; to do it once more, send the form again.';
