// What the facts about money received, held or taken back change in the rows of an account.
import type { Uuid } from '../../kernel/ids.js';
import { amountFromEvent } from '../../kernel/money.js';
import type { PaymentRecordedSecret } from '../../modules/billing/domain/student-account.events.js';
import type { Changes } from '../runner/changes.js';
import { idOfStream, isAccountStream, type EventOf } from '../runner/projected-event.js';
import { ACCOUNT } from './account.tables.js';
import { CREDIT_HOLD } from './correction.tables.js';
import { PAYMENT } from './payment.tables.js';
import { recordingOf, reversalOf } from './recording.js';

export function paymentRecorded(event: EventOf<'PaymentRecorded'>, changes: Changes): void {
  const studentId = idOfStream(event.stream);
  const { paymentId, currency, method, effectiveDate, holdCredit, receiptBook } = event.data;
  const amountMinor = amountFromEvent(event.data.amountMinor);
  const payment = { studentId, paymentId, amountMinor, currency, method, effectiveDate };
  const promised = { holdCredit, receiptBook, recordedIndex: BigInt(event.index) };
  changes.put(PAYMENT, event, {
    ...payment,
    ...promised,
    ...namedBy(event),
    ...recordingOf(event),
    ...personalOf(event),
  });
  changes.put(ACCOUNT, event, { studentId, paidMinor: amountMinor });
  if (holdCredit) holdFrom(event, changes, { paymentId, hold: true, effectiveDate });
}

export function creditHoldSet(event: EventOf<'CreditHoldSet'>, changes: Changes): void {
  const studentId = idOfStream(event.stream);
  const { paymentId, hold } = event.data;
  changes.put(PAYMENT, event, { studentId, paymentId, holdCredit: hold });
  holdFrom(event, changes, event.data);
}

export function paymentReversed(event: EventOf<'PaymentReversed'>, changes: Changes): void {
  const studentId = idOfStream(event.stream);
  const { paymentId, movedTo } = event.data;
  const reversedMinor = amountFromEvent(event.data.amountMinor);
  changes.put(PAYMENT, event, {
    studentId,
    paymentId,
    reversedMinor,
    ...reversalOf(event),
    movedToStudentId: movedTo?.studentId,
    movedToPaymentId: movedTo?.paymentId,
  });
  changes.put(ACCOUNT, event, { studentId, reversedMinor });
}

export function receiptNumbered(event: EventOf<'ReceiptIssued'>, changes: Changes): void {
  const { sourceStream, paymentId, number } = event.data;
  if (!isAccountStream(sourceStream)) return;
  const studentId = idOfStream(sourceStream);
  changes.put(PAYMENT, event, { studentId, paymentId, receiptNo: Number(number) });
}

/** The reference and the other half of a move, where there are any. */
function namedBy({ data: { reference, movedFrom } }: EventOf<'PaymentRecorded'>) {
  return {
    referenceProvider: reference?.provider,
    referenceLast4: reference?.last4,
    movedFromStudentId: movedFrom?.studentId,
    movedFromPaymentId: movedFrom?.paymentId,
  };
}

function personalOf({ secret }: EventOf<'PaymentRecorded'>) {
  const personal = (secret === 'erased' ? {} : (secret ?? {})) as PaymentRecordedSecret;
  const { payer, note, referenceText } = personal;
  return { payer, note, referenceText };
}

function holdFrom(
  event: EventOf<'PaymentRecorded' | 'CreditHoldSet'>,
  changes: Changes,
  { paymentId, hold, effectiveDate }: { paymentId: Uuid; hold: boolean; effectiveDate: string },
): void {
  const { revision } = event;
  const studentId = idOfStream(event.stream);
  changes.put(CREDIT_HOLD, event, { studentId, paymentId, revision, effectiveDate, hold });
}
