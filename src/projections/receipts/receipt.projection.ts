// The receipt books, from `receiptBook-<schoolYear>`, and the copies, from `receiptCopy-<receiptId>`.
import { assert } from '../../kernel/assert.js';
import type { ReceiptIssuedSecret } from '../../modules/billing/domain/receipt-book.events.js';
import type { Changes } from '../runner/changes.js';
import { idOfStream, isAccountStream, type EventOf } from '../runner/projected-event.js';
import type { Handlers, ReadModel } from '../runner/read-model.js';
import { RECEIPT, RECEIPT_COPY } from './receipt.table.js';

export class ReceiptProjection implements ReadModel {
  readonly tables = [RECEIPT, RECEIPT_COPY];

  readonly on: Handlers = { ReceiptIssued: issued, ReceiptReprinted: reprinted };
}

function issued(event: EventOf<'ReceiptIssued'>, changes: Changes): void {
  const { data, secret } = event;
  const number = Number(data.number);
  assert(number === event.revision + 1, `receipt ${data.number} is numbered by its revision`);
  const content =
    secret === 'erased' ? undefined : (secret as ReceiptIssuedSecret | undefined)?.content;
  changes.put(RECEIPT, event, {
    schoolYear: idOfStream(event.stream),
    number,
    receiptId: data.receiptId,
    paymentId: data.paymentId,
    studentId: isAccountStream(data.sourceStream) ? idOfStream(data.sourceStream) : undefined,
    issuedOn: data.issuedOn,
    issuedAt: event.metadata.recordedAt,
    amountMinor: BigInt(data.amountMinor),
    currency: data.currency,
    method: data.method,
    templateVersion: data.templateVersion,
    contentDigest: data.contentDigest,
    content,
  });
}

function reprinted(event: EventOf<'ReceiptReprinted'>, changes: Changes): void {
  const { receiptId, at } = event.data;
  changes.put(RECEIPT_COPY, event, { receiptId, copies: 1n, lastCopyAt: at });
}
