// Receipts that were promised and not issued: after a crash between a payment and its number, or when
// the number took too long.
import { Inject, Injectable } from '@nestjs/common';
import { EVENT_STORE, type EventStore, type StoredEvent } from '../../../eventstore/index.js';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Uuid } from '../../../kernel/ids.js';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { PROCESS_CHECKPOINTS, type ProcessCheckpoints } from '../ports.js';
import { ReceiptIssuer } from './issue-receipts.js';
import type { Meaning } from './open-items.js';
import { PromiseSweeper } from './promise-sweeper.js';
import { ReceiptOrders } from './receipt-order.js';

interface PromisedNumber {
  readonly accountStream: string;
  readonly paymentId: Uuid;
}

@Injectable()
export class ReceiptSweeper extends PromiseSweeper<PromisedNumber> {
  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(PROCESS_CHECKPOINTS) checkpoints: ProcessCheckpoints,
    issuer: ReceiptIssuer,
    orders: ReceiptOrders,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    const keep = async ({ accountStream, paymentId }: PromisedNumber) => {
      await issuer.issue(await orders.promiseOf(accountStream, paymentId));
    };
    super({ name: 'receipts', meaningOf, keep }, { store, checkpoints, clock, logger });
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
