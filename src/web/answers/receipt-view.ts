// A receipt as it is printed.
import type { Receipt } from '../../projections/receipts/receipt.queries.js';
import type { ReceiptView } from '../receipt-view-models.js';

export function receiptView(receipt: Receipt): ReceiptView {
  const { schoolYear, number, studentId, content, reversedOn } = receipt;
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
  };
}
