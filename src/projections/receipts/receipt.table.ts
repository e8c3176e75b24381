// The receipt books: one row a number.
import { key, latest, table } from '../runner/table.js';

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
