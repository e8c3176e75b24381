// The last rule of every command: credit that is not held meets whatever is outstanding (rule 4).
import { present } from '../../../kernel/assert.js';
import type { Uuid } from '../../../kernel/ids.js';
import { amountToEvent } from '../../../kernel/money.js';
import type { BatchRoom } from './batch-room.js';
import type {
  AllocationLineData,
  AllocationRule,
  PaymentAllocated,
} from './student-account.events.js';
import {
  creditOf,
  outstandingOf,
  roomSinceBoth,
  type Charge,
  type Payment,
  type StudentAccount,
} from './student-account.js';

/** One part of a payment for one charge, minor units. */
export interface Share {
  readonly chargeId: Uuid;
  readonly amountMinor: bigint;
}

/**
 * Allocates until no free credit stands beside something outstanding, or the append has no more room:
 * then the next command goes on. Payments by effective date, then id; charges by due date, priority,
 * id (rule 3). No facts when there is nothing to do.
 */
export function settle(
  account: StudentAccount,
  rule: AllocationRule,
  batchRoom: BatchRoom,
): PaymentAllocated[] {
  const room = new Map([...account.charges].map(([id, charge]) => [id, outstandingOf(charge)]));
  const charges = [...account.charges.values()].sort(oldestDueFirst);
  const facts: PaymentAllocated[] = [];
  let nextId = account.allocations.size + 1;
  for (const payment of [...account.payments.values()].sort(oldestFirst)) {
    if (payment.holdCredit || creditOf(payment) === 0n) continue;
    if (!batchRoom.takeAllocation()) break;
    const shares = sharesOf(creditOf(payment), charges, { room, batchRoom });
    if (shares.length === 0) break;
    facts.push(allocated(account, payment, { shares, rule, nextId }));
    nextId += shares.length;
  }
  return facts;
}

/** The fact that gives shares of one payment to charges; each dated when both sides had room. */
export function allocated(
  account: StudentAccount,
  payment: Payment,
  how: { shares: readonly Share[]; rule: AllocationRule; nextId: number },
): PaymentAllocated {
  const lines = how.shares.map(({ chargeId, amountMinor }, index): AllocationLineData => {
    const charge = present(account.charges.get(chargeId), `charge ${chargeId}`);
    return {
      allocationId: String(how.nextId + index),
      chargeId,
      amountMinor: amountToEvent(amountMinor),
      effectiveDate: roomSinceBoth(payment, charge),
    };
  });
  const { currency } = present(account.opened, 'an opened account');
  return {
    type: 'PaymentAllocated',
    data: { paymentId: payment.paymentId, lines, currency, rule: how.rule },
  };
}

/** What a credit pays, in the order of the charges; takes it from `room`, and its lines' place. */
function sharesOf(
  creditMinor: bigint,
  charges: readonly Charge[],
  { room, batchRoom }: { room: Map<Uuid, bigint>; batchRoom: BatchRoom },
): Share[] {
  const shares: Share[] = [];
  let left = creditMinor;
  for (const { chargeId } of charges) {
    const outstanding = room.get(chargeId) ?? 0n;
    const amountMinor = left < outstanding ? left : outstanding;
    if (amountMinor === 0n) continue;
    if (!batchRoom.takeLine()) break;
    shares.push({ chargeId, amountMinor });
    room.set(chargeId, outstanding - amountMinor);
    left -= amountMinor;
  }
  return shares;
}

function oldestFirst(a: Payment, b: Payment): number {
  return inOrder(a.effectiveDate, b.effectiveDate) || inOrder(a.paymentId, b.paymentId);
}

/** Rule 3: by due date, then priority, then id. */
export function oldestDueFirst(a: Charge, b: Charge): number {
  return inOrder(a.dueOn, b.dueOn) || a.priority - b.priority || inOrder(a.chargeId, b.chargeId);
}

function inOrder(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
