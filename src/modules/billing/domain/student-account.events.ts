// What can happen to a student's account, stream `studentAccount-<studentId>`: field by field, for
// ever. Amounts are decimal strings of minor units ("8000"), days are school-local.
import type { Fact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Currency } from '../../../kernel/money.js';
import type { AllocationFact } from './account-allocations.events.js';
import type { ChargeFact } from './account-charges.events.js';
import type { PaymentFact } from './account-payments.events.js';

export type * from './account-allocations.events.js';
export type * from './account-charges.events.js';
export type * from './account-payments.events.js';

/** Put before the first batch by whichever command writes first; always revision 0. */
export interface AccountOpenedData {
  readonly studentId: Uuid;
  /** ISO 4217; every later money event of this account has the same one. */
  readonly currency: Currency;
  /** The school's day on which the first fact was recorded. */
  readonly openedOn: LocalDate;
}

export type AccountOpened = Fact<'AccountOpened', AccountOpenedData>;

export type AccountFact = AccountOpened | ChargeFact | PaymentFact | AllocationFact;

/** Name of a student's account stream. */
export function accountStreamOf(studentId: Uuid): string {
  return `studentAccount-${studentId}`;
}

/** Whose account a stream is. */
export function studentOfAccountStream(stream: string): Uuid {
  return stream.slice('studentAccount-'.length);
}
