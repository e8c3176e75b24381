// What the facts about money received, given back or taken back change in an account.
import { assert, present } from '../../../kernel/assert.js';
import { latest } from '../../../kernel/local-date.js';
import { amountFromEvent } from '../../../kernel/money.js';
import { paymentIn, withEntry, withPayment } from './account-maps.js';
import type {
  CreditHoldSetData,
  PaymentAbandonedData,
  PaymentRecordedData,
  PaymentReversedData,
  RefundIssuedData,
  RefundReversedData,
} from './account-payments.events.js';
import type { Payment, StudentAccount } from './student-account.js';

export function paymentRecorded(
  account: StudentAccount,
  data: PaymentRecordedData,
): StudentAccount {
  const { paymentId } = data;
  assert(!account.payments.has(paymentId), `payment ${paymentId} is recorded once`);
  assert(!account.abandoned.has(paymentId), `payment ${paymentId} is not recorded once abandoned`);
  return withPayment(account, paymentOf(data));
}

/** Lifting a hold gives room: old credit is not used inside what was closed meanwhile. */
export function creditHoldSet(
  account: StudentAccount,
  { paymentId, hold, effectiveDate }: CreditHoldSetData,
): StudentAccount {
  const payment = paymentIn(account, paymentId);
  const roomSince = hold ? payment.roomSince : latest(payment.roomSince, effectiveDate);
  return withPayment(account, { ...payment, holdCredit: hold, roomSince });
}

export function paymentReversed(
  account: StudentAccount,
  { paymentId, amountMinor, effectiveDate, movedTo }: PaymentReversedData,
): StudentAccount {
  const payment = paymentIn(account, paymentId);
  assert(payment.reversedOn === undefined, `payment ${paymentId} is reversed once`);
  const reversedMinor = amountFromEvent(amountMinor);
  return withPayment(account, { ...payment, reversedMinor, reversedOn: effectiveDate, movedTo });
}

export function refundIssued(account: StudentAccount, data: RefundIssuedData): StudentAccount {
  const { refundId, paymentId, method, effectiveDate } = data;
  assert(!account.refunds.has(refundId), `refund ${refundId} is issued once`);
  const amountMinor = amountFromEvent(data.amountMinor);
  const refund = { refundId, paymentId, amountMinor, method, effectiveDate, reversedOn: undefined };
  const payment = paymentIn(account, paymentId);
  const refundedMinor = payment.refundedMinor + amountMinor;
  const refunds = withEntry(account.refunds, refundId, refund);
  return withPayment({ ...account, refunds }, { ...payment, refundedMinor });
}

/** The money is back: it has room from that day on. */
export function refundReversed(
  account: StudentAccount,
  { refundId, effectiveDate }: RefundReversedData,
): StudentAccount {
  const refund = present(account.refunds.get(refundId), `refund ${refundId}`);
  assert(refund.reversedOn === undefined, `refund ${refundId} is reversed once`);
  const refunds = withEntry(account.refunds, refundId, { ...refund, reversedOn: effectiveDate });
  const payment = paymentIn(account, refund.paymentId);
  const refundedMinor = payment.refundedMinor - refund.amountMinor;
  const roomSince = latest(payment.roomSince, effectiveDate);
  return withPayment({ ...account, refunds }, { ...payment, refundedMinor, roomSince });
}

/** It can never be recorded here. */
export function paymentAbandoned(
  account: StudentAccount,
  { paymentId }: PaymentAbandonedData,
): StudentAccount {
  return { ...account, abandoned: new Set(account.abandoned).add(paymentId) };
}

function paymentOf(data: PaymentRecordedData): Payment {
  return {
    paymentId: data.paymentId,
    amountMinor: amountFromEvent(data.amountMinor),
    allocatedMinor: 0n,
    refundedMinor: 0n,
    reversedMinor: 0n,
    method: data.method,
    effectiveDate: data.effectiveDate,
    holdCredit: data.holdCredit,
    reference: data.reference,
    receiptBook: data.receiptBook,
    reversedOn: undefined,
    movedTo: undefined,
    roomSince: data.effectiveDate,
  };
}
