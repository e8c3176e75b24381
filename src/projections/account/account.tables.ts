// The books of every student, row by row. Amounts are minor units of the account's currency; each
// row holds sums that its facts add to, so cancellations, adjustments, reversals and refunds are
// further additions and change no table.
import { key, latest, listed, sum, table } from '../runner/table.js';

/** In `student_term`, the row of charges that belong to no term (a key can't be null). */
export const NO_TERM = '00000000-0000-0000-0000-000000000000';

/** Outstanding = charged − cancelled − adjusted − allocated; credit = paid − reversed − refunded −
 * allocated; net = outstanding − credit, positive when the student owes the school. */
export const ACCOUNT = listed(
  'figures',
  table('account', {
    studentId: key('uuid'),
    currency: latest('text'),
    openedOn: latest('date'),
    chargedMinor: sum(),
    cancelledMinor: sum(),
    adjustedMinor: sum(),
    allocatedMinor: sum(),
    paidMinor: sum(),
    reversedMinor: sum(),
    refundedMinor: sum(),
    /** Charges that are not cancelled. */
    charges: sum(),
  }),
);

export const STUDENT_TERM = listed(
  'figures',
  table(
    'student_term',
    {
      studentId: key('uuid'),
      termId: key('uuid'),
      chargedMinor: sum(),
      cancelledMinor: sum(),
      adjustedMinor: sum(),
      allocatedMinor: sum(),
      charges: sum(),
    },
    ['(term_id, student_id)'],
  ),
);

export const CHARGE = table(
  'charge',
  {
    studentId: key('uuid'),
    chargeId: key('uuid'),
    kind: latest('text'),
    termId: latest('uuid'),
    feeCode: latest('text'),
    instalmentNo: latest('int4'),
    instalmentOf: latest('int4'),
    description: latest('text'),
    effectiveDate: latest('date'),
    dueOn: latest('date'),
    priority: latest('int4'),
    chargeRunId: latest('uuid'),
    feeScheduleVersion: latest('int4'),
    recordedAt: latest('timestamptz'),
    raisedIndex: latest('int8'),
    cancelled: latest('bool'),
    amountMinor: sum(),
    cancelledMinor: sum(),
    adjustedMinor: sum(),
    allocatedMinor: sum(),
  },
  ['(charge_run_id) where charge_run_id is not null'],
);

export const PAYMENT = listed(
  'figures',
  table(
    'payment',
    {
      studentId: key('uuid'),
      paymentId: key('uuid'),
      currency: latest('text'),
      method: latest('text'),
      effectiveDate: latest('date'),
      holdCredit: latest('bool'),
      referenceProvider: latest('text'),
      referenceLast4: latest('text'),
      /** School year whose book its receipt stands in; absent: it takes no number. */
      receiptBook: latest('text'),
      receiptNo: latest('int4'),
      recordedAt: latest('timestamptz'),
      recordedIndex: latest('int8'),
      principal: latest('text'),
      /** Set by its reversal. */
      reversedOn: latest('date'),
      amountMinor: sum(),
      allocatedMinor: sum(),
      reversedMinor: sum(),
      refundedMinor: sum(),
      // Personal from here on.
      payer: latest('text'),
      note: latest('text'),
      referenceText: latest('text'),
    },
    ['(recorded_at)'],
  ),
);

/** One line of an allocation; a release adds to what it takes back of it. */
export const ALLOCATION = table('allocation', {
  studentId: key('uuid'),
  allocationId: key('int4'),
  paymentId: latest('uuid'),
  chargeId: latest('uuid'),
  effectiveDate: latest('date'),
  rule: latest('text'),
  amountMinor: sum(),
  releasedMinor: sum(),
});
