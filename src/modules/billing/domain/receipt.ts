// What a receipt says, pinned when it is issued: as of the payment's own batch, so that a later
// charge or a corrected name changes no receipt that a parent holds (rule 7).
import { present } from '../../../kernel/assert.js';
import type { FactCause, NewFact, RecordedFact } from '../../../kernel/fact.js';
import { commandIdOf, receiptIdOf, type Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { amountFromEvent, amountToEvent, sum } from '../../../kernel/money.js';
import { accountTotals } from './account-figures.js';
import {
  RECEIPT_TEMPLATE_VERSION,
  receiptBookStreamOf,
  type ReceiptContent,
  type ReceiptIssued,
  type ReceiptLine,
} from './receipt-book.events.js';
import type { PaymentRecorded, PaymentRecordedSecret } from './student-account.events.js';
import { creditOf, type StudentAccount } from './student-account.js';

/** What the books don't say about a payment: names, as they are at the time of issue. */
export interface ReceiptNames {
  readonly school: string;
  readonly student: string;
  readonly admissionNo: string;
  readonly class: string;
  readonly cashier: string;
  readonly termNames: ReadonlyMap<Uuid, string>;
}

/**
 * All that is printed.
 * @param account  The account up to the last fact of the payment's batch.
 * @param salt     16 random bytes, hex.
 */
export function receiptContentOf(
  account: StudentAccount,
  payment: { paymentId: Uuid; secret: PaymentRecordedSecret; salt: string },
  names: ReceiptNames,
): ReceiptContent {
  const { termNames, ...printed } = names;
  const { payer, referenceText } = payment.secret;
  const taken = present(account.payments.get(payment.paymentId), `payment ${payment.paymentId}`);
  return {
    ...printed,
    ...(payer === undefined ? {} : { payer }),
    effectiveDate: taken.effectiveDate,
    ...(referenceText === undefined ? {} : { reference: referenceText }),
    lines: printedLines(receiptLines(account, payment.paymentId, termNames)),
    creditMinor: creditOf(taken).toString(),
    balanceAfterMinor: accountTotals(account).netMinor.toString(),
    salt: payment.salt,
  };
}

/** The fact that gives a payment its number; the content goes with it, sealed. */
export function receiptIssued(
  payment: RecordedFact<PaymentRecorded>,
  receipt: { number: number; issuedOn: LocalDate; contentDigest: string },
  sealed: { content: ReceiptContent; subjectId: Uuid },
): NewFact<ReceiptIssued> {
  const { paymentId, amountMinor, currency, method } = payment.data;
  return {
    type: 'ReceiptIssued',
    data: {
      number: String(receipt.number),
      receiptId: receiptIdOf(paymentId),
      paymentId,
      sourceStream: payment.stream,
      sourceRevision: String(payment.revision),
      sourceHash: payment.metadata.hash,
      issuedOn: receipt.issuedOn,
      amountMinor,
      currency,
      method,
      templateVersion: RECEIPT_TEMPLATE_VERSION,
      contentDigest: receipt.contentDigest,
    },
    secret: { content: sealed.content },
    subjectId: sealed.subjectId,
    cause: receiptCauseOf(payment),
  };
}

/** One append numbers many payments; each receipt goes back to its own payment and request. */
function receiptCauseOf({ id, data, metadata }: RecordedFact<PaymentRecorded>): FactCause {
  const book = present(data.receiptBook, 'the book of a promised receipt');
  return {
    commandId: commandIdOf(receiptBookStreamOf(book), data.paymentId),
    correlationId: metadata.$correlationId,
    causationId: id,
  };
}

/** A receipt is one fact: sealed, this many lines of the longest texts fit into an append. */
const LINES_MAX = 200;
const REST_FEE_CODE = 'OTHER';

/** Lines as they are printed: beyond 200 the last one stands for the rest. */
function printedLines(lines: readonly ReceiptLine[]): readonly ReceiptLine[] {
  if (lines.length <= LINES_MAX) return lines;
  const rest = lines.slice(LINES_MAX - 1);
  const amountMinor = amountToEvent(sum(rest.map((line) => amountFromEvent(line.amountMinor))));
  const description = `${rest.length} more charges`;
  return [...lines.slice(0, LINES_MAX - 1), { feeCode: REST_FEE_CODE, description, amountMinor }];
}

/** One line a charge, in the order of allocation. */
function receiptLines(
  account: StudentAccount,
  paymentId: Uuid,
  termNames: ReadonlyMap<Uuid, string>,
): ReceiptLine[] {
  const paid = [...account.allocations.values()].filter((line) => line.paymentId === paymentId);
  return paid.map((line) => {
    const charge = present(account.charges.get(line.chargeId), `charge ${line.chargeId}`);
    const term = charge.termId === undefined ? undefined : termNames.get(charge.termId);
    return {
      feeCode: charge.feeCode,
      description: charge.description,
      ...(term === undefined ? {} : { term }),
      amountMinor: amountToEvent(line.amountMinor),
    };
  });
}
