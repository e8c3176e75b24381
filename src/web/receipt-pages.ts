// The page of a receipt: the original, or one of its copies.
import { Inject, Injectable } from '@nestjs/common';
import { identityOf, type IdentifiedRequest } from '../http/identity.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { randomId } from '../kernel/ids.js';
import { ReceiptQueries } from '../projections/receipts/receipt.queries.js';
import type { ReceiptRef } from './account-view-models.js';
import { receiptView } from './answers/receipt-view.js';
import { Frames } from './frames.js';
import { renderReceipt } from './html.js';
import { READ_YOUR_WRITES, type ReadYourWrites } from './ports.js';
import { CASH_ROLES } from './student-pages.js';

export interface AskedReceipt {
  /** n of DUPLICATE n. */
  readonly copy?: number;
  /** Token of a write that the page waits for. */
  readonly after?: string | undefined;
}

@Injectable()
export class ReceiptPages {
  constructor(
    private readonly receipts: ReceiptQueries,
    private readonly frames: Frames,
    @Inject(READ_YOUR_WRITES) private readonly writes: ReadYourWrites,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found` (`receipt_not_found`). */
  async page(
    request: IdentifiedRequest,
    { schoolYear, no }: ReceiptRef,
    { copy, after }: AskedReceipt,
  ): Promise<string> {
    if (after !== undefined) await this.writes.waitFor(after);
    const [frame, { receipt }] = await Promise.all([
      this.frames.signedIn(request),
      this.receipts.find(schoolYear, no),
    ]);
    const mayPrint = identityOf(request).roles.some((role) => CASH_ROLES.includes(role));
    return renderReceipt(frame, {
      ...receiptView(receipt, copy),
      ...(mayPrint ? { reprintKey: randomId(this.clock.now()) } : {}),
    });
  }
}
