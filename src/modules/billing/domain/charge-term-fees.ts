// Charging the fees of a term: whatever of them an account lacks (rule 8). Waiting credit meets a new
// charge in the same batch (rule 4).
import type { NewFact } from '../../../kernel/fact.js';
import { termFeeChargeIdOf, type Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { amountToEvent } from '../../../kernel/money.js';
import { AccountBatch, type AccountHolder } from './account-batch.js';
import { assertRoomForCharges } from './charge-limits.js';
import type { AccountFact, ChargeRaised } from './student-account.events.js';
import type { StudentAccount } from './student-account.js';

/** Fees of one run for one student: more would not fit into one append, whatever their texts are. */
export const FEES_AT_ONCE_MAX = 200;

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
  const charges = missing.map((fee) => termCharge(account, run, fee));
  const batch = AccountBatch.on(account, run).add(...charges);
  return [...batch.settled('credit_on_charge')];
}

/**
 * The fees that this account lacks: those of which it has no term fee in this term that counts, and
 * the missing instalments of one that is split in the same way. A fee charged whole is not charged
 * in parts too; one that was cancelled can be charged again.
 */
export function missingFees(
  account: StudentAccount,
  termId: Uuid,
  fees: readonly TermFee[],
): TermFee[] {
  const ofTerm = [...account.charges.values()].filter(
    (charge) =>
      charge.kind === 'term_fee' && charge.termId === termId && charge.cancelledOn === undefined,
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

function termCharge(account: StudentAccount, run: TermFeesToCharge, fee: TermFee): ChargeRaised {
  const { studentId, termId, currency, effectiveDate, chargeRunId } = run;
  const { feeCode, description, dueOn, instalment } = fee;
  const cancelledBefore = cancelledOf(account, termId, fee);
  const place = { studentId, termId, feeCode, instalment: instalment?.no ?? 1, cancelledBefore };
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

/** How many charges of this fee, or of this instalment of it, were cancelled. */
function cancelledOf(account: StudentAccount, termId: Uuid, fee: TermFee): number {
  const no = fee.instalment?.no ?? 1;
  return [...account.charges.values()].filter(
    (charge) =>
      charge.kind === 'term_fee' &&
      charge.termId === termId &&
      charge.feeCode === fee.feeCode &&
      (charge.instalment?.no ?? 1) === no &&
      charge.cancelledOn !== undefined,
  ).length;
}
