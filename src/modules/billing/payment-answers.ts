// What the commands that undo or hold money answer: pure functions of the command's own facts and the
// account up to them, so that the same command again answers the same bytes.
import { present } from '../../kernel/assert.js';
import type { RecordedFact } from '../../kernel/fact.js';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { amountToApi } from '../../kernel/money.js';
import { balanceAnswer, type BalanceAnswer } from './answers.js';
import { paymentIn } from './domain/account-maps.js';
import type {
  AccountFact,
  AllocationRule,
  MovedPayment,
  PaymentMethod,
} from './domain/student-account.events.js';
import { creditOf, type Payment, type StudentAccount } from './domain/student-account.js';

/** A payment as it stands after a command; amounts in minor units. */
export interface PaymentStandAnswer {
  readonly id: Uuid;
  readonly schoolYear?: string;
  readonly amountMinor: number;
  readonly method: PaymentMethod;
  readonly effectiveDate: LocalDate;
  readonly holdCredit: boolean;
  /** Absent while it counts. */
  readonly reversedOn?: LocalDate;
  readonly movedTo?: MovedPayment;
  readonly reversedMinor: number;
  readonly refundedMinor: number;
  readonly creditMinor: number;
  /** What is in force of them. */
  readonly allocations: readonly {
    readonly chargeId: Uuid;
    readonly amountMinor: number;
    readonly rule: AllocationRule;
  }[];
}

export interface PaymentUndoneAnswer {
  readonly payment: PaymentStandAnswer;
  readonly balance: BalanceAnswer;
}

export interface RefundAnswer {
  readonly refund: {
    readonly id: Uuid;
    readonly paymentId: Uuid;
    readonly amountMinor: number;
    readonly method: PaymentMethod;
    readonly effectiveDate: LocalDate;
    readonly reversedOn?: LocalDate;
  };
  readonly balance: BalanceAnswer;
}

type Facts = readonly RecordedFact<AccountFact>[];

/** @param account The account up to the last of the command's facts; so below. */
export function reversePaymentAnswer(facts: Facts, account: StudentAccount): PaymentUndoneAnswer {
  const reversed = facts.find((fact) => fact.type === 'PaymentReversed');
  return standAnswer(present(reversed, 'PaymentReversed of this command').data.paymentId, account);
}

/** Of a refund, and of its reversal. */
export function refundAnswer(facts: Facts, account: StudentAccount): RefundAnswer {
  const fact = facts.find(({ type }) => type === 'RefundIssued' || type === 'RefundReversed');
  const { data } = present(fact, 'the refund of this command');
  const refundId = 'refundId' in data ? data.refundId : undefined;
  const refund = present(account.refunds.get(refundId ?? ''), `refund ${refundId}`);
  const { paymentId, method, effectiveDate, reversedOn } = refund;
  return {
    refund: {
      id: refund.refundId,
      paymentId,
      amountMinor: amountToApi(refund.amountMinor),
      method,
      effectiveDate,
      ...(reversedOn === undefined ? {} : { reversedOn }),
    },
    balance: balanceAnswer(account),
  };
}

/** Any payment as it stands in the account. */
export function standAnswer(paymentId: Uuid, account: StudentAccount): PaymentUndoneAnswer {
  return {
    payment: paymentStand(paymentIn(account, paymentId), account),
    balance: balanceAnswer(account),
  };
}

function paymentStand(payment: Payment, account: StudentAccount): PaymentStandAnswer {
  const { paymentId, receiptBook, method, effectiveDate, holdCredit } = payment;
  const { reversedOn, movedTo } = payment;
  return {
    id: paymentId,
    ...(receiptBook === undefined ? {} : { schoolYear: receiptBook }),
    amountMinor: amountToApi(payment.amountMinor),
    method,
    effectiveDate,
    holdCredit,
    ...(reversedOn === undefined ? {} : { reversedOn }),
    ...(movedTo === undefined ? {} : { movedTo }),
    reversedMinor: amountToApi(payment.reversedMinor),
    refundedMinor: amountToApi(payment.refundedMinor),
    creditMinor: amountToApi(creditOf(payment)),
    allocations: allocationsOf(paymentId, account),
  };
}

function allocationsOf(paymentId: Uuid, { allocations }: StudentAccount) {
  return [...allocations.values()]
    .filter((line) => line.paymentId === paymentId && line.amountMinor > 0n)
    .map(({ chargeId, amountMinor, rule }) => ({
      chargeId,
      amountMinor: amountToApi(amountMinor),
      rule,
    }));
}
