// Recording a payment (rules 2–4): the money is taken whole, pays what was asked or what is due
// longest, and what is left is credit.
import { present } from '../../../kernel/assert.js';
import type { NewFact } from '../../../kernel/fact.js';
import { paymentIdOf, type Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { amountToEvent } from '../../../kernel/money.js';
import { AccountBatch, type AccountHolder } from './account-batch.js';
import { assertEffective, type BooksDay } from './effective-date.js';
import { assertSharesFit } from './explicit-shares.js';
import { allocated, type Share } from './settle.js';
import type {
  AccountFact,
  MovedPayment,
  PaymentMethod,
  PaymentRecorded,
  PaymentRecordedSecret,
  PaymentReferenceData,
} from './student-account.events.js';
import type { StudentAccount } from './student-account.js';

export interface PaymentToRecord extends AccountHolder, BooksDay {
  readonly paymentId: Uuid;
  /** Minor units, 1 … 10^12 − 1. */
  readonly amountMinor: bigint;
  readonly method: PaymentMethod;
  readonly effectiveDate: LocalDate;
  readonly holdCredit: boolean;
  readonly reference?: PaymentReferenceData;
  /** School year whose book will number it; absent for money that takes no receipt number. */
  readonly receiptBook?: string;
  /** What the payer wants paid; absent: oldest due date first. */
  readonly allocations?: readonly Share[];
  /** Where the money stood before it was moved to this child. */
  readonly movedFrom?: MovedPayment;
  readonly secret: PaymentRecordedSecret;
}

/**
 * Decides a payment: PaymentRecorded, then its allocations, in one batch.
 * @throws AppError `rule_violated` (`date_in_future`, `allocation_exceeds`) · `conflict`
 *   (`period_closed`, `currency_mismatch`) · `not_found` (`charge_not_found`).
 */
export function recordPayment(
  account: StudentAccount,
  payment: PaymentToRecord,
): NewFact<AccountFact>[] {
  assertEffective(payment.effectiveDate, payment);
  return takePayment(account, payment);
}

/** As `recordPayment`, of a date that was accepted before. */
export function takePayment(
  account: StudentAccount,
  payment: PaymentToRecord,
): NewFact<AccountFact>[] {
  const batch = AccountBatch.on(account, payment).add(recorded(payment));
  const shares = payment.allocations ?? [];
  if (shares.length > 0) {
    assertSharesFit(account, payment.amountMinor, shares);
    const taken = present(batch.account.payments.get(payment.paymentId), 'the new payment');
    const nextId = account.allocations.size + 1;
    batch.add(allocated(batch.account, taken, { shares, rule: 'explicit', nextId }));
  }
  return [...batch.settled('oldest_due')];
}

/**
 * Which attempt of a command this is: the first whose payment id was not fenced off here. A command
 * whose reference was taken over goes on under a new payment id and can never meet the old one.
 */
export function paymentAttemptOf(
  account: StudentAccount,
  by: { commandId: Uuid; studentId: Uuid },
): { attempt: number; paymentId: Uuid } {
  for (let attempt = 0; ; attempt += 1) {
    const paymentId = paymentIdOf({ ...by, attempt });
    if (!account.abandoned.has(paymentId)) return { attempt, paymentId };
  }
}

function recorded(payment: PaymentToRecord): NewFact<PaymentRecorded> {
  const { paymentId, currency, method, effectiveDate, holdCredit, studentId } = payment;
  return {
    type: 'PaymentRecorded',
    data: {
      paymentId,
      amountMinor: amountToEvent(payment.amountMinor),
      currency,
      method,
      effectiveDate,
      holdCredit,
      ...(payment.reference === undefined ? {} : { reference: payment.reference }),
      ...(payment.receiptBook === undefined ? {} : { receiptBook: payment.receiptBook }),
      ...(payment.movedFrom === undefined ? {} : { movedFrom: payment.movedFrom }),
    },
    ...(Object.keys(payment.secret).length === 0 ? {} : { secret: payment.secret }),
    subjectId: studentId,
  };
}
