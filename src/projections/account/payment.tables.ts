// The money of an account: what was received, and line by line which charge it pays. Amounts are minor
// units of the account's currency.
import { key, latest, listed, sum, table } from '../runner/table.js';

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
      movedFromStudentId: latest('uuid'),
      movedFromPaymentId: latest('uuid'),
      /** Set by its reversal, with those down to the sums. */
      reversedOn: latest('date'),
      reversedAt: latest('timestamptz'),
      reversedBy: latest('text'),
      reversalReasonCode: latest('text'),
      movedToStudentId: latest('uuid'),
      movedToPaymentId: latest('uuid'),
      amountMinor: sum(),
      allocatedMinor: sum(),
      reversedMinor: sum(),
      refundedMinor: sum(),
      // Personal from here on.
      payer: latest('text'),
      note: latest('text'),
      referenceText: latest('text'),
      reversalReason: latest('text'),
    },
    ['(recorded_at)', '(reversed_at) where reversed_at is not null'],
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
