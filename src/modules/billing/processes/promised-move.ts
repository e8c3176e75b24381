// The promise to move a payment, as it stands in the log: its reversal, saying where the money goes.
import type { CommandContext } from '../../../eventstore/index.js';
import type { RecordedFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import { moveCommandIdOf } from '../domain/move-payment.js';
import {
  studentOfAccountStream,
  type AccountFact,
  type MovedPayment,
} from '../domain/student-account.events.js';

/** A payment that was taken back on one account to be recorded on another. */
export interface PromisedMove {
  readonly from: MovedPayment;
  /** Event of the promise, and the request that made it. */
  readonly causationId: Uuid;
  readonly correlationId: Uuid;
}

/** The move that a command promised, if it did. */
export function promisedMoveIn(
  facts: readonly RecordedFact<AccountFact>[],
): PromisedMove | undefined {
  for (const { type, id, stream, data, metadata } of facts) {
    if (type !== 'PaymentReversed' || data.movedTo === undefined) continue;
    const from = { studentId: studentOfAccountStream(stream), paymentId: data.paymentId };
    return { from, causationId: id, correlationId: metadata.$correlationId };
  }
  return undefined;
}

/** Who does what follows: the system, because of that request. */
export function moveContextOf({ from, causationId, correlationId }: PromisedMove): CommandContext {
  return {
    commandId: moveCommandIdOf(from),
    principal: 'system:move',
    actorRole: 'system',
    causationId,
    correlationId,
  };
}
