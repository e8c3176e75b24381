// Charging by hand. Waiting credit meets a new charge in the same batch (rule 4).
import type { NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { amountToEvent } from '../../../kernel/money.js';
import { AccountBatch, type AccountHolder } from './account-batch.js';
import { assertRoomForCharges } from './charge-limits.js';
import { assertEffective, type BooksDay } from './effective-date.js';
import type { AccountFact, ChargeRaised } from './student-account.events.js';
import type { StudentAccount } from './student-account.js';

export interface ChargeByHand extends AccountHolder, BooksDay {
  readonly chargeId: Uuid;
  readonly termId: Uuid;
  readonly feeCode: string;
  readonly description: string;
  /** Minor units, 1 … 10^12 − 1. */
  readonly amountMinor: bigint;
  readonly dueOn: LocalDate;
  readonly effectiveDate: LocalDate;
  readonly priority: number;
}

/**
 * One charge by hand. It may repeat a fee code of the term: only runs charge a fee once.
 * @throws AppError `rule_violated` (`date_in_future`, `too_many_charges`) · `conflict`
 *   (`period_closed`, `currency_mismatch`).
 */
export function raiseCharge(account: StudentAccount, charge: ChargeByHand): NewFact<AccountFact>[] {
  assertEffective(charge.effectiveDate, charge);
  assertRoomForCharges(account, 1);
  const { chargeId, termId, feeCode, description, currency, effectiveDate, dueOn } = charge;
  const raised: ChargeRaised = {
    type: 'ChargeRaised',
    data: {
      chargeId,
      kind: 'ad_hoc',
      termId,
      feeCode,
      description,
      amountMinor: amountToEvent(charge.amountMinor),
      currency,
      effectiveDate,
      dueOn,
      priority: String(charge.priority),
    },
  };
  const batch = AccountBatch.on(account, charge).add(raised);
  return [...batch.settled('credit_on_charge')];
}
