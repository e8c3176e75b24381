// The fold of a student's account: from its facts, in order, to what the decisions read. Pure; only
// the maps that a fact touches are copied.
import { absurd, assert, present } from '../../../kernel/assert.js';
import type { Fold } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import { amountFromEvent } from '../../../kernel/money.js';
import { assertAccountInvariants } from './student-account.invariants.js';
import type { Allocation, Charge, Payment, StudentAccount } from './student-account.js';
import type {
  AccountFact,
  AllocationLineData,
  ChargeRaisedData,
  PaymentAllocatedData,
  PaymentRecordedData,
} from './student-account.events.js';

const initialState: StudentAccount = {
  opened: undefined,
  charges: new Map(),
  payments: new Map(),
  allocations: new Map(),
  abandoned: new Set(),
};

/** Fold of `studentAccount-<id>`; the invariants are asserted before an append and after a load. */
export const accountFold: Fold<StudentAccount, AccountFact> & {
  assertInvariants(account: StudentAccount): void;
} = { initialState, evolve, assertInvariants: assertAccountInvariants };

function evolve(account: StudentAccount, fact: AccountFact): StudentAccount {
  switch (fact.type) {
    case 'AccountOpened': {
      const { studentId, currency } = fact.data;
      return { ...account, opened: { studentId, currency } };
    }
    case 'ChargeRaised':
      return { ...account, charges: added(account.charges, chargeOf(fact.data)) };
    case 'PaymentRecorded':
      return { ...account, payments: received(account, paymentOf(fact.data)) };
    case 'PaymentAllocated':
      return withAllocation(account, fact.data);
    case 'PaymentAbandoned':
      return { ...account, abandoned: new Set(account.abandoned).add(fact.data.paymentId) };
    default:
      return absurd(fact);
  }
}

function added(charges: ReadonlyMap<Uuid, Charge>, charge: Charge): ReadonlyMap<Uuid, Charge> {
  assert(!charges.has(charge.chargeId), `charge ${charge.chargeId} is raised once`);
  return changed(charges, charge.chargeId, charge);
}

function received(account: StudentAccount, payment: Payment): ReadonlyMap<Uuid, Payment> {
  const { paymentId } = payment;
  assert(!account.payments.has(paymentId), `payment ${paymentId} is recorded once`);
  assert(!account.abandoned.has(paymentId), `payment ${paymentId} is not recorded once abandoned`);
  return changed(account.payments, paymentId, payment);
}

function chargeOf(data: ChargeRaisedData): Charge {
  const { no, of } = data.instalment ?? {};
  return {
    chargeId: data.chargeId,
    kind: data.kind,
    termId: data.termId,
    feeCode: data.feeCode,
    instalment: no === undefined || of === undefined ? undefined : { no: +no, of: +of },
    description: data.description,
    amountMinor: amountFromEvent(data.amountMinor),
    cancelledMinor: 0n,
    adjustedMinor: 0n,
    allocatedMinor: 0n,
    effectiveDate: data.effectiveDate,
    dueOn: data.dueOn,
    priority: Number(data.priority),
    chargeRunId: data.chargeRunId,
    roomSince: data.effectiveDate,
  };
}

function paymentOf(data: PaymentRecordedData): Payment {
  return {
    paymentId: data.paymentId,
    amountMinor: amountFromEvent(data.amountMinor),
    allocatedMinor: 0n,
    refundedMinor: 0n,
    reversedMinor: 0n,
    method: data.method,
    effectiveDate: data.effectiveDate,
    holdCredit: data.holdCredit,
    reference: data.reference,
    receiptBook: data.receiptBook,
    roomSince: data.effectiveDate,
  };
}

function withAllocation(account: StudentAccount, data: PaymentAllocatedData): StudentAccount {
  const charges = new Map(account.charges);
  const allocations = new Map(account.allocations);
  let payment = present(account.payments.get(data.paymentId), `payment ${data.paymentId}`);
  for (const line of data.lines) {
    const charge = present(charges.get(line.chargeId), `charge ${line.chargeId}`);
    const amountMinor = amountFromEvent(line.amountMinor);
    charges.set(line.chargeId, plusAllocated(charge, amountMinor));
    payment = plusAllocated(payment, amountMinor);
    assert(Number(line.allocationId) === allocations.size + 1, 'allocation ids run from 1');
    allocations.set(allocations.size + 1, allocationOf(data, line));
  }
  const payments = changed(account.payments, data.paymentId, payment);
  return { ...account, charges, payments, allocations };
}

function allocationOf(data: PaymentAllocatedData, line: AllocationLineData): Allocation {
  return {
    allocationId: Number(line.allocationId),
    paymentId: data.paymentId,
    chargeId: line.chargeId,
    amountMinor: amountFromEvent(line.amountMinor),
    effectiveDate: line.effectiveDate,
    rule: data.rule,
  };
}

function plusAllocated<T extends { allocatedMinor: bigint }>(side: T, amountMinor: bigint): T {
  return { ...side, allocatedMinor: side.allocatedMinor + amountMinor };
}

function changed<V>(map: ReadonlyMap<Uuid, V>, key: Uuid, value: V): ReadonlyMap<Uuid, V> {
  return new Map(map).set(key, value);
}
