// Makes a further copy of a receipt: a fact of its own, so that a copy can be told from the original.
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandLog, EVENT_STORE, type EventStore } from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import { present } from '../../../kernel/assert.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { Authority, Written } from '../authority.js';
import { receiptBookStreamOf, type ReceiptIssuedData } from '../domain/receipt-book.events.js';
import { receiptCopyStreamOf, type ReceiptMedium } from '../domain/receipt-copy.events.js';
import { receiptCopyFold, reprintReceipt } from '../domain/receipt-copy.js';

export interface ReceiptPlace {
  readonly schoolYear: string;
  /** From 1. */
  readonly number: number;
}

export interface ReprintAnswer extends ReceiptPlace {
  readonly receiptId: Uuid;
  /** From 1; what is printed says `label`. */
  readonly copy: number;
  readonly label: string;
  readonly at: string;
  readonly medium: ReceiptMedium;
}

export class ReprintReceipt extends Command<Written<ReprintAnswer>> {
  constructor(
    readonly receipt: ReceiptPlace,
    readonly medium: ReceiptMedium,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(ReprintReceipt)
export class ReprintReceiptHandler implements ICommandHandler<ReprintReceipt> {
  constructor(
    private readonly log: CommandLog,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /**
   * @throws AppError `not_found` (`receipt_not_found`); what `CommandLog.decideAndAppend` throws.
   * Source: streams `receiptBook-<schoolYear>` and `receiptCopy-<receiptId>`.
   */
  async execute({ receipt, medium, by }: ReprintReceipt): Promise<Written<ReprintAnswer>> {
    const receiptId = await this.idOf(receipt);
    const { facts, state, revision, position, replayed } = await this.log.decideAndAppend({
      stream: receiptCopyStreamOf(receiptId),
      fold: receiptCopyFold,
      ...by,
      decide: (_copies, _books, now) => reprintReceipt(receiptId, { at: now, medium }),
    });
    const copy = state.count;
    const { data } = present(facts[0], 'the fact of a copy');
    const answer = { ...receipt, ...data, copy, label: `DUPLICATE ${copy}` };
    return { answer, revision, position, replayed };
  }

  /** The n-th fact of a book is receipt n. */
  private async idOf({ schoolYear, number }: ReceiptPlace): Promise<Uuid> {
    const book = receiptBookStreamOf(schoolYear);
    const [issued] = await this.store.readStream(book, number - 1, 1);
    if (issued !== undefined) return (issued.data as unknown as ReceiptIssuedData).receiptId;
    throw new AppError('not_found', `There is no receipt ${schoolYear}-${number}.`, {
      code: 'receipt_not_found',
    });
  }
}
