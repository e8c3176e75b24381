// What refunds and their reversals change in the rows of an account.
import { amountFromEvent } from '../../kernel/money.js';
import type { Changes } from '../runner/changes.js';
import { idOfStream, type EventOf } from '../runner/projected-event.js';
import type { AccountReferences } from './account.references.js';
import { ACCOUNT } from './account.tables.js';
import { REFUND } from './correction.tables.js';
import { PAYMENT } from './payment.tables.js';
import { reasonOf, recordingOf, reversalOf } from './recording.js';

export function refundIssued(event: EventOf<'RefundIssued'>, changes: Changes): void {
  const studentId = idOfStream(event.stream);
  const { refundId, paymentId, method, effectiveDate, approvalId } = event.data;
  const refundedMinor = amountFromEvent(event.data.amountMinor);
  const refund = { studentId, refundId, paymentId, method, effectiveDate, approvalId };
  changes.put(REFUND, event, {
    ...refund,
    amountMinor: refundedMinor,
    issuedIndex: BigInt(event.index),
    ...recordingOf(event),
    ...reasonOf(event),
  });
  changes.put(PAYMENT, event, { studentId, paymentId, refundedMinor });
  changes.put(ACCOUNT, event, { studentId, refundedMinor });
}

export function refundReversed(
  event: EventOf<'RefundReversed'>,
  changes: Changes,
  references: AccountReferences,
): void {
  const studentId = idOfStream(event.stream);
  const { refundId } = event.data;
  const refundedMinor = -amountFromEvent(event.data.amountMinor);
  const paymentId = references.paymentOf(refundId);
  changes.put(REFUND, event, { studentId, refundId, ...reversalOf(event) });
  changes.put(PAYMENT, event, { studentId, paymentId, refundedMinor });
  changes.put(ACCOUNT, event, { studentId, refundedMinor });
}
