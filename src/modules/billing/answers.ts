// What commands and live look-ups answer: the shapes of the API. An answer is a pure function of the
// command's own facts and the account up to them, so the same command again answers the same bytes.
import { present } from '../../kernel/assert.js';
import type { RecordedFact } from '../../kernel/fact.js';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { amountFromEvent, amountToApi } from '../../kernel/money.js';
import type { Term, TermStatus } from './domain/calendar.js';
import { accountTotals, wholeStatusOf, type PaymentStatus } from './domain/account-figures.js';
import type {
  AccountFact,
  AllocationRule,
  ChargeKind,
  ChargeRaised,
  PaymentMethod,
  PaymentRecorded,
} from './domain/student-account.events.js';
import {
  creditOf,
  outstandingOf,
  type Charge,
  type StudentAccount,
} from './domain/student-account.js';

/** The whole account after a command; minor units. */
export interface BalanceAnswer {
  readonly currency: string;
  readonly outstandingMinor: number;
  readonly creditMinor: number;
  /** Outstanding − credit; positive: the student owes the school. */
  readonly netMinor: number;
  /** Over all charges of the account, whatever their term. */
  readonly paymentStatus: PaymentStatus;
}

export interface PaymentAnswer {
  readonly id: Uuid;
  /** School year whose book numbers the receipt; absent for money that takes no number. */
  readonly schoolYear?: string;
  /** Absent while pending. */
  readonly receiptNo?: number;
  readonly receiptStatus: 'issued' | 'pending';
  readonly amountMinor: number;
  readonly method: PaymentMethod;
  readonly effectiveDate: LocalDate;
  readonly recordedAt: string;
  readonly allocations: readonly {
    readonly chargeId: Uuid;
    readonly amountMinor: number;
    readonly rule: AllocationRule;
  }[];
  readonly creditMinor: number;
}

export interface RecordPaymentAnswer {
  readonly payment: PaymentAnswer;
  readonly balance: BalanceAnswer;
}

export interface ChargeAnswer {
  readonly id: Uuid;
  readonly kind: ChargeKind;
  readonly termId?: Uuid;
  readonly feeCode: string;
  readonly description: string;
  readonly amountMinor: number;
  readonly outstandingMinor: number;
  readonly effectiveDate: LocalDate;
  readonly dueOn: LocalDate;
  readonly priority: number;
}

export interface RaiseChargeAnswer {
  readonly charge: ChargeAnswer;
  readonly appliedCredit: readonly { readonly paymentId: Uuid; readonly amountMinor: number }[];
  readonly balance: BalanceAnswer;
}

export function balanceAnswer(account: StudentAccount): BalanceAnswer {
  const { outstandingMinor, creditMinor, netMinor } = accountTotals(account);
  return {
    currency: present(account.opened, 'an opened account').currency,
    outstandingMinor: amountToApi(outstandingMinor),
    creditMinor: amountToApi(creditMinor),
    netMinor: amountToApi(netMinor),
    paymentStatus: wholeStatusOf(account),
  };
}

/**
 * @param facts    The command's own facts.
 * @param account  The account up to the last of them.
 */
export function recordPaymentAnswer(
  facts: readonly RecordedFact<AccountFact>[],
  account: StudentAccount,
  receiptNo: number | undefined,
): RecordPaymentAnswer {
  const recorded = paymentRecordedIn(facts);
  const { paymentId, receiptBook, method, effectiveDate } = recorded.data;
  const payment = present(account.payments.get(paymentId), `payment ${paymentId}`);
  const allocations = [...account.allocations.values()].filter((a) => a.paymentId === paymentId);
  return {
    payment: {
      id: paymentId,
      ...(receiptBook === undefined ? {} : { schoolYear: receiptBook }),
      ...(receiptNo === undefined ? {} : { receiptNo }),
      receiptStatus: receiptNo === undefined ? 'pending' : 'issued',
      amountMinor: amountToApi(payment.amountMinor),
      method,
      effectiveDate,
      recordedAt: recorded.metadata.recordedAt,
      allocations: allocations.map(({ chargeId, amountMinor, rule }) => ({
        chargeId,
        amountMinor: amountToApi(amountMinor),
        rule,
      })),
      creditMinor: amountToApi(creditOf(payment)),
    },
    balance: balanceAnswer(account),
  };
}

/** @param facts and account as of `recordPaymentAnswer`. */
export function raiseChargeAnswer(
  facts: readonly RecordedFact<AccountFact>[],
  account: StudentAccount,
): RaiseChargeAnswer {
  const raised = present(facts.find(isRaised), 'ChargeRaised of this command');
  const { chargeId } = raised.data;
  const charge = present(account.charges.get(chargeId), `charge ${chargeId}`);
  return {
    charge: chargeAnswer(charge),
    appliedCredit: facts
      .flatMap((fact) => (fact.type === 'PaymentAllocated' ? [fact.data] : []))
      .map(({ paymentId, lines }) => ({
        paymentId,
        amountMinor: amountToApi(lines.reduce((t, l) => t + amountFromEvent(l.amountMinor), 0n)),
      })),
    balance: balanceAnswer(account),
  };
}

/** The payment that a command recorded. */
export function paymentRecordedIn(
  facts: readonly RecordedFact<AccountFact>[],
): RecordedFact<PaymentRecorded> {
  return present(facts.find(isRecorded), 'PaymentRecorded of this command');
}

export function chargeAnswer(charge: Charge): ChargeAnswer {
  return {
    id: charge.chargeId,
    kind: charge.kind,
    ...(charge.termId === undefined ? {} : { termId: charge.termId }),
    feeCode: charge.feeCode,
    description: charge.description,
    amountMinor: amountToApi(charge.amountMinor),
    outstandingMinor: amountToApi(outstandingOf(charge)),
    effectiveDate: charge.effectiveDate,
    dueOn: charge.dueOn,
    priority: charge.priority,
  };
}

function isRecorded(fact: RecordedFact<AccountFact>): fact is RecordedFact<PaymentRecorded> {
  return fact.type === 'PaymentRecorded';
}

function isRaised(fact: RecordedFact<AccountFact>): fact is RecordedFact<ChargeRaised> {
  return fact.type === 'ChargeRaised';
}

export interface TermAnswer {
  readonly id: Uuid;
  readonly name: string;
  readonly schoolYear: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly status: TermStatus;
  /** Whether it is the term opened last. */
  readonly current: boolean;
}

export function termAnswer(term: Term, currentTermId: Uuid | undefined): TermAnswer {
  const { termId, name, schoolYear, startsOn, endsOn, status } = term;
  return {
    id: termId,
    name,
    schoolYear,
    startsOn,
    endsOn,
    status,
    current: termId === currentTermId,
  };
}
