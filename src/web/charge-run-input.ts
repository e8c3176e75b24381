// What a charge run is asked for: in the address of its preview, and in the form that commits it.
import { isPlainText } from '../http/schema.js';
import { AppError } from '../kernel/app-error.js';
import { isUuid, type Uuid } from '../kernel/ids.js';
import { isLocalDate, type LocalDate } from '../kernel/local-date.js';
import type { ChargeRunRequest } from '../modules/billing/index.js';
import { filledText, fieldText } from './form-body.js';

const CLASS_CHARACTERS_MAX = 40;

export interface AskedRun {
  readonly class?: string;
  /** Today when absent. */
  readonly effectiveDate?: LocalDate;
  readonly from?: Uuid;
}

/** @throws AppError `invalid` (`invalid_filter`) for what is no class, no day or no place. */
export function askedRunOf(query: unknown): AskedRun {
  const studentClass = filledText(query, 'class');
  const effectiveDate = filledText(query, 'effectiveDate');
  const from = filledText(query, 'from');
  if (studentClass !== undefined && !isClass(studentClass)) {
    throw invalidFilter(`A class is one line of at most ${CLASS_CHARACTERS_MAX} characters.`);
  }
  if (effectiveDate !== undefined && !isLocalDate(effectiveDate)) {
    throw invalidFilter(`"${effectiveDate}" is no day. Choose one in the form.`);
  }
  if (from !== undefined && !isUuid(from)) throw invalidFilter('That page does not exist.');
  return {
    ...(studentClass === undefined ? {} : { class: studentClass }),
    ...(effectiveDate === undefined ? {} : { effectiveDate }),
    ...(from === undefined ? {} : { from }),
  };
}

/** The run that the form commits: the preview with this digest and no other. */
export function chargeRunRequestOf(body: unknown): ChargeRunRequest {
  const { class: studentClass, effectiveDate } = askedRunOf(body);
  return {
    digest: fieldText(body, 'digest'),
    ...(studentClass === undefined ? {} : { class: studentClass }),
    ...(effectiveDate === undefined ? {} : { effectiveDate }),
  };
}

function isClass(text: string): boolean {
  return text.length <= CLASS_CHARACTERS_MAX && isPlainText(text) && text.isWellFormed();
}

function invalidFilter(message: string): AppError {
  return new AppError('invalid', message, { code: 'invalid_filter' });
}
