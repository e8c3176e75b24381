// What allocations and their releases change in an account, on both sides at once.
import { assert, present } from '../../../kernel/assert.js';
import { latest, type LocalDate } from '../../../kernel/local-date.js';
import { amountFromEvent } from '../../../kernel/money.js';
import type {
  AllocationLineData,
  AllocationReleasedData,
  PaymentAllocatedData,
} from './account-allocations.events.js';
import { paymentIn, withEntry } from './account-maps.js';
import type { Allocation, StudentAccount } from './student-account.js';

export function paymentAllocated(
  account: StudentAccount,
  data: PaymentAllocatedData,
): StudentAccount {
  const charges = new Map(account.charges);
  const allocations = new Map(account.allocations);
  let payment = paymentIn(account, data.paymentId);
  for (const line of data.lines) {
    const charge = present(charges.get(line.chargeId), `charge ${line.chargeId}`);
    const amountMinor = amountFromEvent(line.amountMinor);
    charges.set(line.chargeId, plusAllocated(charge, amountMinor));
    payment = plusAllocated(payment, amountMinor);
    assert(Number(line.allocationId) === allocations.size + 1, 'allocation ids run from 1');
    allocations.set(allocations.size + 1, allocationOf(data, line));
  }
  const payments = withEntry(account.payments, data.paymentId, payment);
  return { ...account, charges, payments, allocations };
}

/** Gives room back on both sides, from the day of each line on. */
export function allocationReleased(
  account: StudentAccount,
  data: AllocationReleasedData,
): StudentAccount {
  const charges = new Map(account.charges);
  const allocations = new Map(account.allocations);
  let payment = paymentIn(account, data.paymentId);
  for (const { allocationId, effectiveDate, ...line } of data.lines) {
    const amountMinor = amountFromEvent(line.amountMinor);
    const allocation = present(allocations.get(Number(allocationId)), `line ${allocationId}`);
    assert(allocation.paymentId === data.paymentId, 'a release names lines of its payment');
    allocations.set(allocation.allocationId, lessOf(allocation, amountMinor));
    const charge = present(charges.get(allocation.chargeId), `charge ${allocation.chargeId}`);
    charges.set(charge.chargeId, released(charge, amountMinor, effectiveDate));
    payment = released(payment, amountMinor, effectiveDate);
  }
  const payments = withEntry(account.payments, data.paymentId, payment);
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

function lessOf(line: Allocation, amountMinor: bigint): Allocation {
  assert(line.amountMinor >= amountMinor, 'a release is no more than its line');
  return { ...line, amountMinor: line.amountMinor - amountMinor };
}

function plusAllocated<T extends { allocatedMinor: bigint }>(side: T, amountMinor: bigint): T {
  return { ...side, allocatedMinor: side.allocatedMinor + amountMinor };
}

function released<T extends { allocatedMinor: bigint; roomSince: LocalDate }>(
  side: T,
  amountMinor: bigint,
  effectiveDate: LocalDate,
): T {
  const allocatedMinor = side.allocatedMinor - amountMinor;
  return { ...side, allocatedMinor, roomSince: latest(side.roomSince, effectiveDate) };
}
