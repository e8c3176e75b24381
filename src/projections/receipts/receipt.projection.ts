// The receipt books, from `receiptBook-<schoolYear>`, and the copies, from `receiptCopy-<receiptId>`.
import type { StoredEvent } from '../../eventstore/port.js';
import { assert } from '../../kernel/assert.js';
import { isUuid, type Uuid } from '../../kernel/ids.js';
import type { ReceiptIssuedSecret } from '../../modules/billing/domain/receipt-book.events.js';
import type { Changes } from '../runner/changes.js';
import { idOfStream, isAccountStream, type EventOf } from '../runner/projected-event.js';
import type { Handlers, ReadModel, ReadModelPlace } from '../runner/read-model.js';
import { RECEIPT, RECEIPT_COPY } from './receipt.table.js';

export class ReceiptProjection implements ReadModel {
  readonly tables = [RECEIPT, RECEIPT_COPY];

  readonly on: Handlers = { ReceiptIssued: issued, ReceiptReprinted: reprinted };

  /** A copy names its receipt alone. */
  async studentBehind(
    { type, stream }: StoredEvent,
    { transaction, schema }: ReadModelPlace,
  ): Promise<Uuid | undefined> {
    const receiptId = idOfStream(stream);
    if (type !== 'ReceiptReprinted' || !isUuid(receiptId)) return undefined;
    const { rows } = await transaction.query<{ studentId: Uuid | null }>(
      `select student_id as "studentId" from ${schema}.receipt where receipt_id = $1`,
      [receiptId],
    );
    return rows[0]?.studentId ?? undefined;
  }
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

/** Its place says all that is counted, so whatever else it says stops nobody. */
function reprinted(event: EventOf<'ReceiptReprinted'>, changes: Changes): void {
  const receiptId = idOfStream(event.stream);
  if (!isUuid(receiptId)) return;
  const { recordedAt: lastCopyAt } = event.metadata;
  changes.put(RECEIPT_COPY, event, { receiptId, copies: 1n, lastCopyAt });
}
