// Payments that left the wrong child and have not arrived at the right one: after a crash between the
// promise and the payment, or when the command ran out of time.
import { Inject, Injectable } from '@nestjs/common';
import { EVENT_STORE, type EventStore, type StoredEvent } from '../../../eventstore/index.js';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { FactValue } from '../../../kernel/fact.js';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { studentOfAccountStream } from '../domain/student-account.events.js';
import { PROCESS_CHECKPOINTS, type ProcessCheckpoints } from '../ports.js';
import { PaymentMover } from './move-payment.js';
import type { Meaning } from './open-items.js';
import { PromiseSweeper } from './promise-sweeper.js';
import type { PromisedMove } from './promised-move.js';

@Injectable()
export class MoveSweeper extends PromiseSweeper<PromisedMove> {
  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(PROCESS_CHECKPOINTS) checkpoints: ProcessCheckpoints,
    mover: PaymentMover,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    const keep = async (move: PromisedMove) => {
      await mover.finish(move);
    };
    super({ name: 'moves', meaningOf, keep }, { store, checkpoints, clock, logger });
  }
}

/** A move is known by the payment that left: it leaves once. */
function meaningOf(event: StoredEvent): Meaning<PromisedMove> | undefined {
  const { type, id, stream, data, metadata } = event;
  if (type === 'PaymentRecorded') {
    const key = paymentIdIn(data['movedFrom']);
    return key === undefined ? undefined : { kind: 'closes', key };
  }
  const paymentId = paymentIdIn(data);
  if (type !== 'PaymentReversed' || data['movedTo'] === undefined) return undefined;
  if (paymentId === undefined) return undefined;
  const from = { studentId: studentOfAccountStream(stream), paymentId };
  const item = { from, causationId: id, correlationId: metadata.$correlationId };
  return { kind: 'opens', key: paymentId, item };
}

function paymentIdIn(value: FactValue | undefined): string | undefined {
  if (typeof value !== 'object' || !('paymentId' in value)) return undefined;
  return typeof value.paymentId === 'string' ? value.paymentId : undefined;
}
