// The books of every student, row by row. Amounts are minor units of the account's currency; each
// row holds sums that its facts add to, so a cancellation, an adjustment, a reversal or a refund is a
// further addition. What was undone keeps its row and says on which day, so that the rows of today
// also tell how things stood on any day before.
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
    /** Set by its cancellation, with the four after it. */
    cancelledOn: latest('date'),
    cancelledAt: latest('timestamptz'),
    cancelledBy: latest('text'),
    cancelReasonCode: latest('text'),
    amountMinor: sum(),
    cancelledMinor: sum(),
    adjustedMinor: sum(),
    allocatedMinor: sum(),
    // Personal.
    cancelReason: latest('text'),
  },
  ['(charge_run_id) where charge_run_id is not null'],
);
