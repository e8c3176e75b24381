// A receipt as it is printed.
import type { Receipt } from '../../projections/receipts/receipt.queries.js';
import type { ReceiptView } from '../receipt-view-models.js';

/** @param copy  The copy that is asked for; one that was never made is not shown as one. */
export function receiptView(receipt: Receipt, copy?: number): ReceiptView {
  const { schoolYear, number, studentId, content, reversedOn, copies } = receipt;
  const isMade = copy !== undefined && copy >= 1 && copy <= copies;
  return {
    receipt: { schoolYear, no: number },
    issuedOn: receipt.issuedOn,
    amountMinor: receipt.amountMinor,
    currency: receipt.currency,
    method: receipt.method,
    contentDigest: receipt.contentDigest,
    ...(studentId === undefined ? {} : { studentId }),
    ...(content === undefined ? {} : { content }),
    ...(reversedOn === undefined ? {} : { reversed: { on: reversedOn } }),
    ...(isMade ? { duplicate: copy } : {}),
    copies,
  };
}
