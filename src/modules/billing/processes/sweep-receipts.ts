// Receipts that were promised and not issued: after a crash between a payment and its number, or when
// the number took too long.
import { Inject, Injectable } from '@nestjs/common';
import { EVENT_STORE, type EventStore, type StoredEvent } from '../../../eventstore/index.js';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Uuid } from '../../../kernel/ids.js';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { PROCESS_CHECKPOINTS, type ProcessCheckpoints, type Sweeper } from '../ports.js';
import { ReceiptIssuer } from './issue-receipts.js';
import { OpenItems, type Meaning } from './open-items.js';
import { ReceiptOrders } from './receipt-order.js';

/** Younger ones are still being answered. */
const AGE_MILLISECONDS_MIN = 5_000;

interface PromisedNumber {
  readonly accountStream: string;
  readonly paymentId: Uuid;
}

@Injectable()
export class ReceiptSweeper implements Sweeper {
  readonly name = 'receipts';
  private readonly open: OpenItems<PromisedNumber>;

  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(PROCESS_CHECKPOINTS) checkpoints: ProcessCheckpoints,
    private readonly issuer: ReceiptIssuer,
    private readonly orders: ReceiptOrders,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.open = new OpenItems({ name: this.name, store, checkpoints, meaningOf, logger });
  }

  async sweep(): Promise<void> {
    await this.open.refresh();
    const due = this.open.olderThan(AGE_MILLISECONDS_MIN, this.clock.now());
    for (const item of due) await this.finish(item);
  }

  /** One that can't be finished must not keep the others waiting; it is tried again next time. */
  private async finish({ accountStream, paymentId }: PromisedNumber): Promise<void> {
    try {
      await this.issuer.issue(await this.orders.promiseOf(accountStream, paymentId));
    } catch (error) {
      this.logger.error({ error: String(error), paymentId }, 'a promised receipt is not issued');
    }
  }
}

function meaningOf(event: StoredEvent): Meaning<PromisedNumber> | undefined {
  const { type, stream, data } = event;
  const { paymentId } = data;
  if (typeof paymentId !== 'string') return undefined;
  if (type === 'ReceiptIssued') return { kind: 'closes', key: paymentId };
  if (type !== 'PaymentRecorded' || data['receiptBook'] === undefined) return undefined;
  return { kind: 'opens', key: paymentId, item: { accountStream: stream, paymentId } };
}
