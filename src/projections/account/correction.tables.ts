// What was lowered, given back, taken back or held, line by line and each with its day: the rows that
// tell how an account stood on a day before. Amounts are minor units of the account's currency.
import { key, latest, sum, table } from '../runner/table.js';

/** What a release took back of a line of an allocation, from its own day on. */
export const ALLOCATION_RELEASE = table('allocation_release', {
  studentId: key('uuid'),
  allocationId: key('int4'),
  /** Of the release in the account's stream: it names a line at most once. */
  revision: key('int4'),
  effectiveDate: latest('date'),
  /** `payment_reversed charge_cancelled adjusted_below reallocated`. */
  cause: latest('text'),
  amountMinor: sum(),
});

/** What one adjustment takes off one charge. */
export const ADJUSTMENT = table('adjustment', {
  studentId: key('uuid'),
  adjustmentId: key('uuid'),
  chargeId: key('uuid'),
  kind: latest('text'),
  amountMinor: latest('int8'),
  effectiveDate: latest('date'),
  /** 2 500 is 25 % of `onMinor`; both absent for a fixed amount. */
  basisPoints: latest('int4'),
  onMinor: latest('int8'),
  approvalId: latest('uuid'),
  recordedAt: latest('timestamptz'),
  appliedIndex: latest('int8'),
  principal: latest('text'),
  reasonCode: latest('text'),
  /** Set by its reversal, with those after it. */
  reversedOn: latest('date'),
  reversedAt: latest('timestamptz'),
  reversedBy: latest('text'),
  reversalReasonCode: latest('text'),
  // Personal from here on.
  reason: latest('text'),
  reversalReason: latest('text'),
});

/** Money of a payment that was given back. */
export const REFUND = table(
  'refund',
  {
    studentId: key('uuid'),
    refundId: key('uuid'),
    paymentId: latest('uuid'),
    amountMinor: latest('int8'),
    method: latest('text'),
    effectiveDate: latest('date'),
    approvalId: latest('uuid'),
    recordedAt: latest('timestamptz'),
    issuedIndex: latest('int8'),
    principal: latest('text'),
    reasonCode: latest('text'),
    /** Set by its reversal, with those after it. */
    reversedOn: latest('date'),
    reversedAt: latest('timestamptz'),
    reversedBy: latest('text'),
    reversalReasonCode: latest('text'),
    // Personal from here on.
    reason: latest('text'),
    reversalReason: latest('text'),
  },
  ['(recorded_at)', '(reversed_at) where reversed_at is not null'],
);

/** Whether the credit of a payment is held, from a day on; no row for one that never was. */
export const CREDIT_HOLD = table('credit_hold', {
  studentId: key('uuid'),
  paymentId: key('uuid'),
  /** Of the fact in the account's stream: of several of one day the last counts. */
  revision: key('int4'),
  effectiveDate: latest('date'),
  hold: latest('bool'),
});
