// Charging: by hand, and by a run that raises whatever fees of a term are missing. Waiting credit
// meets a new charge in the same batch (rule 4).
import { AppError } from '../../../kernel/app-error.js';
import type { NewFact } from '../../../kernel/fact.js';
import { termFeeChargeIdOf, type Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { amountToEvent } from '../../../kernel/money.js';
import { AccountBatch, type AccountHolder } from './account-batch.js';
import { assertEffective, type BooksDay } from './effective-date.js';
import type { AccountFact, ChargeRaised } from './student-account.events.js';
import type { StudentAccount } from './student-account.js';

/** An account is folded whole, so it has an end; a school raises about 30 charges a year. */
export const CHARGES_MAX = 5_000;

/** Fees of one run for one student: more would not fit into one append, whatever their texts are. */
export const FEES_AT_ONCE_MAX = 200;

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

/** One fee of a term, or one instalment of it; amounts in minor units. */
export interface TermFee {
  readonly feeCode: string;
  readonly description: string;
  readonly amountMinor: bigint;
  readonly dueOn: LocalDate;
  readonly priority: number;
  /** Absent when the fee is not split. */
  readonly instalment?: { readonly no: number; readonly of: number };
}

export interface TermFeesToCharge extends AccountHolder {
  readonly termId: Uuid;
  readonly effectiveDate: LocalDate;
  readonly chargeRunId: Uuid;
  readonly feeScheduleVersion: number;
  readonly fees: readonly TermFee[];
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

/**
 * The fees of a term that this account lacks; none when it has them all, so running it again charges
 * nothing (rule 8). The date was accepted when the run was, so it is not judged again.
 * @throws AppError `rule_violated` (`too_many_charges`) · `conflict` (`currency_mismatch`).
 */
export function chargeTermFees(
  account: StudentAccount,
  run: TermFeesToCharge,
): NewFact<AccountFact>[] {
  const missing = missingFees(account, run.termId, run.fees);
  if (missing.length === 0) return [];
  assertRoomForCharges(account, missing.length);
  const batch = AccountBatch.on(account, run).add(...missing.map((fee) => termCharge(run, fee)));
  return [...batch.settled('credit_on_charge')];
}

/**
 * The fees that this account lacks: those of which it has no term fee in this term, and the missing
 * instalments of one that is split in the same way. A fee charged whole is not charged in parts too.
 */
export function missingFees(
  account: StudentAccount,
  termId: Uuid,
  fees: readonly TermFee[],
): TermFee[] {
  const ofTerm = [...account.charges.values()].filter(
    (charge) => charge.kind === 'term_fee' && charge.termId === termId,
  );
  const charged = Map.groupBy(ofTerm, ({ feeCode }) => feeCode);
  return fees.filter(({ feeCode, instalment }) =>
    (charged.get(feeCode) ?? []).every(
      (charge) =>
        charge.instalment !== undefined &&
        charge.instalment.of === instalment?.of &&
        charge.instalment.no !== instalment.no,
    ),
  );
}

function termCharge(run: TermFeesToCharge, fee: TermFee): ChargeRaised {
  const { studentId, termId, currency, effectiveDate, chargeRunId } = run;
  const { feeCode, description, dueOn, instalment } = fee;
  const place = { studentId, termId, feeCode, instalment: instalment?.no ?? 1, cancelledBefore: 0 };
  return {
    type: 'ChargeRaised',
    data: {
      chargeId: termFeeChargeIdOf(place),
      kind: 'term_fee',
      termId,
      feeCode,
      ...(instalment === undefined
        ? {}
        : { instalment: { no: String(instalment.no), of: String(instalment.of) } }),
      description,
      amountMinor: amountToEvent(fee.amountMinor),
      currency,
      effectiveDate,
      dueOn,
      priority: String(fee.priority),
      chargeRunId,
      feeScheduleVersion: String(run.feeScheduleVersion),
    },
  };
}

function assertRoomForCharges(account: StudentAccount, more: number): void {
  if (account.charges.size + more <= CHARGES_MAX) return;
  throw new AppError('rule_violated', `An account holds at most ${CHARGES_MAX} charges.`, {
    code: 'too_many_charges',
  });
}
