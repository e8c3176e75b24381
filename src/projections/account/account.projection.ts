// The books of every student, from `studentAccount-<id>`, and the number that the receipt book gave
// to a payment. Each fact adds to rows; nothing is read back but what a fact names by id alone.
import type { Changes } from '../runner/changes.js';
import { idOfStream, type EventOf, type ProjectedEvent } from '../runner/projected-event.js';
import type { Handlers, ReadModel, ReadModelPlace } from '../runner/read-model.js';
import { AccountReferences } from './account.references.js';
import { ACCOUNT, CHARGE, STUDENT_TERM } from './account.tables.js';
import { adjustmentApplied, adjustmentReversed } from './adjustment.handlers.js';
import { allocationReleased, paymentAllocated } from './allocation.handlers.js';
import { chargeCancelled, chargeRaised } from './charge.handlers.js';
import { ADJUSTMENT, ALLOCATION_RELEASE, CREDIT_HOLD, REFUND } from './correction.tables.js';
import {
  creditHoldSet,
  paymentRecorded,
  paymentReversed,
  receiptNumbered,
} from './payment.handlers.js';
import { ALLOCATION, PAYMENT } from './payment.tables.js';
import { refundIssued, refundReversed } from './refund.handlers.js';

export class AccountProjection implements ReadModel {
  readonly tables = [
    ACCOUNT,
    STUDENT_TERM,
    CHARGE,
    PAYMENT,
    ALLOCATION,
    ALLOCATION_RELEASE,
    ADJUSTMENT,
    REFUND,
    CREDIT_HOLD,
  ];

  private readonly references = new AccountReferences();

  readonly on: Handlers = {
    AccountOpened: opened,
    ChargeRaised: chargeRaised,
    ChargeCancelled: (event, changes) => chargeCancelled(event, changes, this.references),
    AdjustmentApplied: (event, changes) => adjustmentApplied(event, changes, this.references),
    AdjustmentReversed: (event, changes) => adjustmentReversed(event, changes, this.references),
    PaymentRecorded: paymentRecorded,
    CreditHoldSet: creditHoldSet,
    PaymentReversed: paymentReversed,
    RefundIssued: refundIssued,
    RefundReversed: (event, changes) => refundReversed(event, changes, this.references),
    PaymentAllocated: (event, changes) => paymentAllocated(event, changes, this.references),
    AllocationReleased: (event, changes) => allocationReleased(event, changes, this.references),
    ReceiptIssued: receiptNumbered,
  };

  prepare(events: readonly ProjectedEvent[], place: ReadModelPlace): Promise<void> {
    return this.references.prepare(events, place);
  }
}

function opened(event: EventOf<'AccountOpened'>, changes: Changes): void {
  const { currency, openedOn } = event.data;
  changes.put(ACCOUNT, event, { studentId: idOfStream(event.stream), currency, openedOn });
}
