// How many charges an account may hold.
import { AppError } from '../../../kernel/app-error.js';
import type { StudentAccount } from './student-account.js';

/** An account is folded whole, so it has an end; a school raises about 30 charges a year. */
export const CHARGES_MAX = 5_000;

/** @throws AppError `rule_violated` (`too_many_charges`). */
export function assertRoomForCharges(account: StudentAccount, more: number): void {
  if (account.charges.size + more <= CHARGES_MAX) return;
  throw new AppError('rule_violated', `An account holds at most ${CHARGES_MAX} charges.`, {
    code: 'too_many_charges',
  });
}
