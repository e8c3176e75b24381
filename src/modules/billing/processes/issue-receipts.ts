// Numbers receipts without a gap (rule 7). The payment's own fact is the promise; the issuer writes
// what waits into the book of the year, at the book's exact revision, which is what makes the numbers
// run. Any number of issuers may work at once: who is late reads on, drops what is there, renumbers.
import { Inject, Injectable } from '@nestjs/common';
import { CommandLog, type LogPosition, type Timing } from '../../../eventstore/index.js';
import { present } from '../../../kernel/assert.js';
import type { NewFact, RecordedFact } from '../../../kernel/fact.js';
import { commandIdOf, type Uuid } from '../../../kernel/ids.js';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { TIMING } from '../../students/index.js';
import { paymentRecordedIn } from '../answers.js';
import { numberInBook, receiptBookFold, type ReceiptBook } from '../domain/receipt-book.js';
import { receiptBookStreamOf, type ReceiptIssued } from '../domain/receipt-book.events.js';
import type { AccountFact } from '../domain/student-account.events.js';
import type { StudentAccount } from '../domain/student-account.js';
import { ReceiptOrders, type PromisedReceipt, type ReceiptOrder } from './receipt-order.js';

/** A receipt that is in the book, and where in the log it is. */
export interface IssuedReceipt {
  readonly number: number;
  readonly position: LogPosition | undefined;
}

/** A command's answer waits so long for its number, then says `pending`. */
const WAIT_MILLISECONDS_MAX = 2_000;
const BATCH_RECEIPTS_MAX = 200;
/** Content as text; sealed and with its metadata an append of it stays below 400 KiB. */
const BATCH_BYTES_MAX = 120 * 1024;
const RECEIPT_BYTES_MIN = 900;

interface Waiting {
  readonly order: ReceiptOrder;
  readonly resolve: (issued: IssuedReceipt) => void;
  readonly reject: (reason: unknown) => void;
}

@Injectable()
export class ReceiptIssuer {
  /** What waits, by book. A book with a queue is being worked on. */
  private readonly queues = new Map<string, Waiting[]>();

  constructor(
    private readonly log: CommandLog,
    private readonly orders: ReceiptOrders,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(TIMING) private readonly timing: Timing,
  ) {}

  /**
   * Number of the payment that a command recorded, or nothing when it takes no number or does not
   * get it within 2 s: then it follows by itself. Never throws: the payment stands.
   */
  async numberInTime(
    facts: readonly RecordedFact<AccountFact>[],
    account: StudentAccount,
  ): Promise<IssuedReceipt | undefined> {
    const payment = paymentRecordedIn(facts);
    if (payment.data.receiptBook === undefined) return undefined;
    const issued: Promise<IssuedReceipt | undefined> = this.issue({ payment, account }).catch(
      (error: unknown) => {
        const { paymentId } = payment.data;
        this.logger.warn({ error: String(error), paymentId }, 'receipt number is late');
        return undefined;
      },
    );
    return this.timing.within(WAIT_MILLISECONDS_MAX, issued, () => undefined);
  }

  /**
   * Number of a payment's receipt; written now, or found in the book.
   * @throws what `CommandLog.decideAndAppend` throws; the sweeper tries again.
   */
  async issue(promised: PromisedReceipt): Promise<IssuedReceipt> {
    const book = present(promised.payment.data.receiptBook, 'the book of a promised receipt');
    const order = await this.orders.prepare(promised);
    return new Promise((resolve, reject) => {
      const queue = this.queues.get(book);
      const waiting = { order, resolve, reject };
      if (queue !== undefined) {
        queue.push(waiting);
        return;
      }
      this.queues.set(book, [waiting]);
      void this.work(book);
    });
  }

  /** Writes batch after batch until nothing waits; a failure is told to those of its batch. */
  private async work(book: string): Promise<void> {
    for (;;) {
      // Commands that are answered together are numbered together.
      await new Promise((resolve) => setImmediate(resolve));
      const queue = this.queues.get(book) ?? [];
      const batch = queue.splice(0, batchSizeOf(queue));
      if (batch.length === 0) {
        this.queues.delete(book);
        return;
      }
      await this.write(book, batch);
    }
  }

  private async write(book: string, batch: readonly Waiting[]): Promise<void> {
    const stream = receiptBookStreamOf(book);
    try {
      const { numbers, position } = await this.append(
        stream,
        batch.map(({ order }) => order),
      );
      for (const [i, { resolve }] of batch.entries()) {
        const number = present(numbers[i], 'number of an issued receipt');
        // Found in the book: whoever reads on waits for it as after the first answer.
        resolve({ number, position: position ?? (await this.orders.positionOf(stream, number)) });
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  private async append(
    stream: string,
    orders: readonly ReceiptOrder[],
  ): Promise<{ numbers: (number | undefined)[]; position: LogPosition | undefined }> {
    const ids = orders.map(({ payment }) => payment.data.paymentId);
    const [first] = orders;
    const promise = present(first, 'a batch of receipts').payment;
    const { state, position } = await this.log.decideAndAppend({
      stream,
      fold: receiptBookFold,
      context: {
        // Of the append alone: each receipt says the command and cause of its own.
        commandId: commandIdOf(stream, ids.join('\n')),
        principal: 'system:receipts',
        actorRole: 'system',
        correlationId: promise.metadata.$correlationId,
        causationId: promise.id,
      },
      severalAppends: true,
      decide: (before) => missingIn(before, orders),
    });
    const numbers = ids.map((paymentId: Uuid) => numberInBook(state, paymentId));
    return { numbers, position };
  }
}

/** Receipts for those that the book does not hold yet, numbered on from it. */
function missingIn(book: ReceiptBook, orders: readonly ReceiptOrder[]): NewFact<ReceiptIssued>[] {
  const seen = new Set<Uuid>();
  const missing = orders.filter(({ payment }) => {
    const { paymentId } = payment.data;
    const isNew = !seen.has(paymentId) && numberInBook(book, paymentId) === undefined;
    seen.add(paymentId);
    return isNew;
  });
  return missing.map((order, i) => order.numbered(book.count + 1 + i));
}

function batchSizeOf(queue: readonly Waiting[]): number {
  let bytes = 0;
  let size = 0;
  for (const { order } of queue) {
    bytes += Math.max(order.bytes, RECEIPT_BYTES_MIN);
    if (size > 0 && (bytes > BATCH_BYTES_MAX || size === BATCH_RECEIPTS_MAX)) break;
    size += 1;
  }
  return size;
}
