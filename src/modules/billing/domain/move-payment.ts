// A payment that was recorded on the wrong child (rule 6): one action takes it back there and records
// it on the right one, with the same reference and date. The reversal is the promise of the rest.
import { AppError } from '../../../kernel/app-error.js';
import { assert } from '../../../kernel/assert.js';
import type { NewFact } from '../../../kernel/fact.js';
import { commandIdOf, paymentIdOf, type Uuid } from '../../../kernel/ids.js';
import { latest, plusDays, type LocalDate } from '../../../kernel/local-date.js';
import { fateOf } from './abandon-payment.js';
import type { BooksDay } from './effective-date.js';
import { paymentThatCounts } from './payment-that-counts.js';
import { takePayment, type PaymentToRecord } from './record-payment.js';
import { reversalBatch, type PaymentToReverse } from './reverse-payment.js';
import {
  accountStreamOf,
  type AccountFact,
  type MovedPayment,
  type PaymentMethod,
  type PaymentRecordedSecret,
  type PaymentReferenceData,
} from './student-account.events.js';
import type { Payment, StudentAccount } from './student-account.js';

export interface PaymentToMove extends Omit<PaymentToReverse, 'effectiveDate'> {
  readonly toStudentId: Uuid;
}

/** What arrives at the right child. */
export interface MovedMoney {
  /** What was not refunded of it, minor units. */
  readonly amountMinor: bigint;
  readonly method: PaymentMethod;
  /** Of the payment as it was recorded first. */
  readonly effectiveDate: LocalDate;
  readonly holdCredit: boolean;
  readonly reference?: PaymentReferenceData;
  readonly secret: PaymentRecordedSecret;
}

/**
 * Decides the promise: the reversal on the wrong child, saying where the money goes. What was refunded
 * stays refunded there: that money was real, so nobody owes it.
 * @throws AppError `not_found` (`payment_not_found`) · `conflict` (`already_reversed`,
 *   `period_closed`) · `rule_violated` (`nothing_to_move`, `effective_date_too_early`).
 */
export function movePayment(account: StudentAccount, move: PaymentToMove): NewFact<AccountFact>[] {
  const payment = paymentThatCounts(account, move.paymentId);
  if (payment.refundedMinor === payment.amountMinor) {
    const message = `Payment ${move.paymentId} was refunded whole; nothing is left to move.`;
    throw new AppError('rule_violated', message, { code: 'nothing_to_move' });
  }
  const movedTo = destinationOf(move);
  const reversal = { ...move, movedTo, effectiveDate: departureOf(payment, move) };
  return [...reversalBatch(account, payment, reversal).settled('credit_on_release')];
}

/**
 * Decides the second half on the right child: nothing of it can be refused any more. A date that was
 * closed becomes the next open one.
 */
export function recordMovedPayment(
  account: StudentAccount,
  payment: PaymentToRecord & { readonly movedFrom: MovedPayment },
): NewFact<AccountFact>[] {
  const fate = fateOf(account, payment.paymentId);
  assert(fate === 'absent', `moved payment ${payment.paymentId} comes once and is ${fate}`);
  const effectiveDate = openDateFrom(payment.effectiveDate, payment.closedThrough);
  return takePayment(account, { ...payment, effectiveDate });
}

/**
 * Id of the work that follows the promise. It is the system's, not the request's: the same key may
 * have been used on the right child's account too, which is another command (see ADR 9).
 */
export function moveCommandIdOf(from: MovedPayment): Uuid {
  return commandIdOf(accountStreamOf(from.studentId), from.paymentId);
}

/** Id of the payment on the right child; nobody fences it off, so it is the first attempt. */
export function movedPaymentIdOf(from: MovedPayment, toStudentId: Uuid): Uuid {
  return paymentIdOf({ commandId: moveCommandIdOf(from), studentId: toStudentId, attempt: 0 });
}

/**
 * The day on which the payment is recorded on the right child, or a past day would show the money
 * twice; later when something gave it room since. A day that has not come is today, and judged as such.
 */
function departureOf(payment: Payment, { today, closedThrough }: BooksDay): LocalDate {
  const open = openDateFrom(payment.roomSince, closedThrough);
  return open > today ? today : open;
}

function destinationOf({ studentId, paymentId, toStudentId }: PaymentToMove): MovedPayment {
  const to = movedPaymentIdOf({ studentId, paymentId }, toStudentId);
  return { studentId: toStudentId, paymentId: to };
}

function openDateFrom(date: LocalDate, closedThrough: LocalDate | undefined): LocalDate {
  return closedThrough === undefined ? date : latest(date, plusDays(closedThrough, 1));
}
