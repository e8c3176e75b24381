// What the commands that lower or undo charges answer: pure functions of the command's own facts and
// the account up to them, so that the same command again answers the same bytes.
import { present } from '../../kernel/assert.js';
import type { RecordedFact } from '../../kernel/fact.js';
import type { Uuid } from '../../kernel/ids.js';
import { amountFromEvent, amountToApi, sum } from '../../kernel/money.js';
import { balanceAnswer, chargeAnswer, type BalanceAnswer, type ChargeAnswer } from './answers.js';
import { chargeIn } from './domain/account-maps.js';
import type {
  AccountFact,
  AdjustmentApplied,
  AdjustmentReversed,
  ChargeCancelled,
} from './domain/student-account.events.js';
import type { StudentAccount } from './domain/student-account.js';

export interface CancelChargeAnswer {
  readonly charge: ChargeAnswer & {
    /** The net that was taken back, minor units. */
    readonly cancelledMinor: number;
    readonly cancelledOn: string;
  };
  readonly balance: BalanceAnswer;
}

export interface AdjustmentAnswer {
  readonly adjustment: {
    readonly id: Uuid;
    /** Σ lines, minor units. */
    readonly amountMinor: number;
    readonly lines: readonly { readonly chargeId: Uuid; readonly amountMinor: number }[];
  };
  readonly balance: BalanceAnswer;
}

type Facts = readonly RecordedFact<AccountFact>[];

/** @param account The account up to the last of the command's facts; so below. */
export function cancelChargeAnswer(facts: Facts, account: StudentAccount): CancelChargeAnswer {
  const { data } = present(facts.find(isCancelled), 'ChargeCancelled of this command');
  return {
    charge: {
      ...chargeAnswer(chargeIn(account, data.chargeId)),
      cancelledMinor: amountToApi(amountFromEvent(data.amountMinor)),
      cancelledOn: data.effectiveDate,
    },
    balance: balanceAnswer(account),
  };
}

export function adjustChargesAnswer(facts: Facts, account: StudentAccount): AdjustmentAnswer {
  return adjustmentAnswer(facts.filter(isApplied), account);
}

/** The lines that were taken back. */
export function reverseAdjustmentAnswer(facts: Facts, account: StudentAccount): AdjustmentAnswer {
  return adjustmentAnswer(facts.filter(isReversed), account);
}

function adjustmentAnswer(
  facts: readonly (AdjustmentApplied | AdjustmentReversed)[],
  account: StudentAccount,
): AdjustmentAnswer {
  const [first] = facts;
  const amounts = facts.map(({ data }) => amountFromEvent(data.amountMinor));
  return {
    adjustment: {
      id: present(first, 'the adjustment of this command').data.adjustmentId,
      amountMinor: amountToApi(sum(amounts)),
      lines: facts.map(({ data }) => ({
        chargeId: data.chargeId,
        amountMinor: amountToApi(amountFromEvent(data.amountMinor)),
      })),
    },
    balance: balanceAnswer(account),
  };
}

function isCancelled(fact: RecordedFact<AccountFact>): fact is RecordedFact<ChargeCancelled> {
  return fact.type === 'ChargeCancelled';
}

function isApplied(fact: RecordedFact<AccountFact>): fact is RecordedFact<AdjustmentApplied> {
  return fact.type === 'AdjustmentApplied';
}

function isReversed(fact: RecordedFact<AccountFact>): fact is RecordedFact<AdjustmentReversed> {
  return fact.type === 'AdjustmentReversed';
}
