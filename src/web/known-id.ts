// Ids in addresses: what is no id is of nothing that exists.
import { AppError } from '../kernel/app-error.js';
import { isUuid, type Uuid } from '../kernel/ids.js';

export type IdentifiedThing = 'student' | 'term' | 'charge_run' | 'payment' | 'charge';

/** @throws AppError `not_found` (`student_not_found`, `term_not_found`, …). */
export function knownId(text: string, thing: IdentifiedThing): Uuid {
  if (isUuid(text)) return text;
  throw new AppError('not_found', `There is no such ${thing.replaceAll('_', ' ')}.`, {
    code: `${thing}_not_found`,
  });
}
