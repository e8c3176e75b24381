// The receipt books: one row a number; and how many copies were made of each receipt.
import { key, latest, sum, table } from '../runner/table.js';

export const RECEIPT = table(
  'receipt',
  {
    schoolYear: key('text'),
    number: key('int4'),
    receiptId: latest('uuid'),
    paymentId: latest('uuid'),
    /** Absent for a receipt over several children. */
    studentId: latest('uuid'),
    issuedOn: latest('date'),
    issuedAt: latest('timestamptz'),
    amountMinor: latest('int8'),
    currency: latest('text'),
    method: latest('text'),
    templateVersion: latest('text'),
    /** sha256 of the canonical content, hex. */
    contentDigest: latest('text'),
    /** What is printed, pinned. Personal: emptied when the student is erased. */
    content: latest('jsonb'),
  },
  ['(student_id)'],
);

/** Not of a student: who made a copy is told by the log alone. */
export const RECEIPT_COPY = table('receipt_copy', {
  receiptId: key('uuid'),
  copies: sum(),
  lastCopyAt: latest('timestamptz'),
});
