// A student's account as Emmett has it: events, a fold and a pure decision. Amounts are minor units
// as numbers, which the answers need anyway. A payment is one event with its allocations inside.
import { randomUUID } from 'node:crypto';
import type { Event } from '@event-driven-io/emmett';

export type ChargeRaised = Event<
  'ChargeRaised',
  { chargeId: string; feeCode: string; dueOn: string; amountMinor: number }
>;

export interface Allocation {
  chargeId: string;
  amountMinor: number;
}

export type PaymentReceived = Event<
  'PaymentReceived',
  {
    paymentId: string;
    studentId: string;
    userId: string;
    idempotencyKey: string;
    amountMinor: number;
    method: string;
    effectiveDate: string;
    recordedAt: string;
    schoolYear: string;
    allocations: Allocation[];
    creditMinor: number;
  }
>;

export type AccountEvent = ChargeRaised | PaymentReceived;

interface OpenCharge {
  readonly chargeId: string;
  readonly dueOn: string;
  readonly outstandingMinor: number;
}

export interface Account {
  readonly charges: readonly OpenCharge[];
  readonly creditMinor: number;
}

export interface PaymentOrder {
  readonly studentId: string;
  readonly userId: string;
  readonly idempotencyKey: string;
  readonly amountMinor: number;
  readonly method: string;
}

export class UnknownAccountError extends Error {}

export const initialState = (): Account => ({ charges: [], creditMinor: 0 });

export function evolve(account: Account, { type, data }: AccountEvent): Account {
  switch (type) {
    case 'ChargeRaised': {
      const { chargeId, dueOn, amountMinor } = data;
      const charge = { chargeId, dueOn, outstandingMinor: amountMinor };
      return { ...account, charges: [...account.charges, charge] };
    }
    case 'PaymentReceived':
      return {
        charges: account.charges.map((charge) => paid(charge, data.allocations)),
        creditMinor: account.creditMinor + data.creditMinor,
      };
  }
}

/** @throws UnknownAccountError when nothing was ever charged. */
export function receivePayment(account: Account, order: PaymentOrder): PaymentReceived {
  if (account.charges.length === 0) throw new UnknownAccountError(order.studentId);
  const allocations = oldestFirst(account, order.amountMinor);
  const allocatedMinor = allocations.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const recordedAt = new Date().toISOString();
  return {
    type: 'PaymentReceived',
    data: {
      paymentId: randomUUID(),
      ...order,
      effectiveDate: recordedAt.slice(0, 10),
      recordedAt,
      schoolYear: recordedAt.slice(0, 4),
      allocations,
      creditMinor: order.amountMinor - allocatedMinor,
    },
  };
}

export function outstandingOf({ charges }: Account): number {
  return charges.reduce((sum, { outstandingMinor }) => sum + outstandingMinor, 0);
}

function paid(charge: OpenCharge, allocations: readonly Allocation[]): OpenCharge {
  const part = allocations.find(({ chargeId }) => chargeId === charge.chargeId);
  if (part === undefined) return charge;
  return { ...charge, outstandingMinor: charge.outstandingMinor - part.amountMinor };
}

function oldestFirst({ charges }: Account, amountMinor: number): Allocation[] {
  const open = charges
    .filter(({ outstandingMinor }) => outstandingMinor > 0)
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
  const allocations: Allocation[] = [];
  let leftMinor = amountMinor;
  for (const { chargeId, outstandingMinor } of open) {
    if (leftMinor === 0) break;
    const partMinor = Math.min(leftMinor, outstandingMinor);
    allocations.push({ chargeId, amountMinor: partMinor });
    leftMinor -= partMinor;
  }
  return allocations;
}
