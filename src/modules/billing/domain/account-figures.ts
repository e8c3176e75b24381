// What an account adds up to: the same figures for a command's answer, a live fold and the read
// models. Sum of parts = net, always (rule 5). All amounts are minor units of the account's currency.
import type { Uuid } from '../../../kernel/ids.js';
import { sum } from '../../../kernel/money.js';
import { creditOf, outstandingOf, type Charge, type StudentAccount } from './student-account.js';

export type PaymentStatus = 'NOT_CHARGED' | 'CREDIT' | 'PAID' | 'UNPAID' | 'PARTIAL';

/** Charges of one term; `paidMinor` is what is allocated to them. */
export interface TermFigures {
  readonly chargedMinor: bigint;
  readonly cancelledMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly paidMinor: bigint;
  readonly outstandingMinor: bigint;
}

export interface TermRow extends TermFigures {
  /** Absent: the row of charges that belong to no term. */
  readonly termId: Uuid | undefined;
  /** Charges that are not cancelled. */
  readonly chargeCount: number;
}

/** The whole account; `paidMinor` is all money received, whatever it pays. */
export interface AccountTotals extends TermFigures {
  readonly reversedMinor: bigint;
  readonly refundedMinor: bigint;
  /** Received and not allocated, held credit included. */
  readonly creditMinor: bigint;
  /** Of the credit, what is not held. */
  readonly freeCreditMinor: bigint;
  /** Outstanding − credit; positive: the student owes the school. */
  readonly netMinor: bigint;
  /** Charges that are not cancelled. */
  readonly chargeCount: number;
}

export function accountTotals(account: StudentAccount): AccountTotals {
  const payments = [...account.payments.values()];
  const figures = figuresOf([...account.charges.values()]);
  const creditMinor = sum(payments.map(creditOf));
  return {
    ...figures,
    paidMinor: sum(payments.map((payment) => payment.amountMinor)),
    reversedMinor: sum(payments.map((payment) => payment.reversedMinor)),
    refundedMinor: sum(payments.map((payment) => payment.refundedMinor)),
    creditMinor,
    freeCreditMinor: sum(payments.filter((payment) => !payment.holdCredit).map(creditOf)),
    netMinor: figures.outstandingMinor - creditMinor,
    chargeCount: countOf(account.charges.values()),
  };
}

/** One row a term that has charges, in the order of the first charge of each. */
export function termRows(account: StudentAccount): TermRow[] {
  const byTerm = Map.groupBy(account.charges.values(), (charge) => charge.termId);
  return [...byTerm].map(([termId, charges]) => ({
    termId,
    chargeCount: countOf(charges),
    ...figuresOf(charges),
  }));
}

/** What a status is read from; of one term, or of the whole account. */
export interface StatusInput {
  /** Charges that are not cancelled. */
  readonly chargeCount: number;
  readonly outstandingMinor: bigint;
  /** Allocated to the charges. */
  readonly allocatedMinor: bigint;
  readonly adjustedMinor: bigint;
  /** Credit that is not held and counts here: 0 unless the term is the current one. */
  readonly freeCreditMinor: bigint;
}

/**
 * Payment status of a student in a term: no charge that is not cancelled `NOT_CHARGED` · nothing
 * outstanding and free credit in the current term `CREDIT` · nothing outstanding `PAID` · nothing
 * allocated or adjusted `UNPAID` · else `PARTIAL`.
 */
export function paymentStatusOf(of: StatusInput): PaymentStatus {
  if (of.chargeCount === 0) return 'NOT_CHARGED';
  if (of.outstandingMinor === 0n) return of.freeCreditMinor > 0n ? 'CREDIT' : 'PAID';
  return of.allocatedMinor + of.adjustedMinor === 0n ? 'UNPAID' : 'PARTIAL';
}

/** Status of the whole account: over all its charges, whatever their term. */
export function wholeStatusOf(account: StudentAccount): PaymentStatus {
  const totals = accountTotals(account);
  const allocatedMinor = sum([...account.charges.values()].map((c) => c.allocatedMinor));
  return paymentStatusOf({ ...totals, allocatedMinor });
}

function countOf(charges: Iterable<Charge>): number {
  return [...charges].filter(({ cancelledOn }) => cancelledOn === undefined).length;
}

function figuresOf(charges: readonly Charge[]): TermFigures {
  return {
    chargedMinor: sum(charges.map((charge) => charge.amountMinor)),
    cancelledMinor: sum(charges.map((charge) => charge.cancelledMinor)),
    adjustedMinor: sum(charges.map((charge) => charge.adjustedMinor)),
    paidMinor: sum(charges.map((charge) => charge.allocatedMinor)),
    outstandingMinor: sum(charges.map(outstandingOf)),
  };
}
