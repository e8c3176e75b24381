// What allocations and their releases change in the rows of an account: the same amount on the line,
// the charge, its term, the payment and the account.
import type { Uuid } from '../../kernel/ids.js';
import { amountFromEvent, sum } from '../../kernel/money.js';
import type { Changes } from '../runner/changes.js';
import { idOfStream, type EventOf } from '../runner/projected-event.js';
import type { AccountReferences } from './account.references.js';
import { ACCOUNT, CHARGE, STUDENT_TERM } from './account.tables.js';
import { ALLOCATION_RELEASE } from './correction.tables.js';
import { ALLOCATION, PAYMENT } from './payment.tables.js';

export function paymentAllocated(
  event: EventOf<'PaymentAllocated'>,
  changes: Changes,
  references: AccountReferences,
): void {
  const studentId = idOfStream(event.stream);
  const { paymentId, rule } = event.data;
  const parts = event.data.lines.map(({ allocationId, chargeId, effectiveDate, ...line }) => {
    const amountMinor = amountFromEvent(line.amountMinor);
    const row = { paymentId, chargeId, effectiveDate, rule, amountMinor };
    changes.put(ALLOCATION, event, { studentId, allocationId: Number(allocationId), ...row });
    return { chargeId, allocatedMinor: amountMinor };
  });
  addAllocated(event, changes, { parts, references });
}

export function allocationReleased(
  event: EventOf<'AllocationReleased'>,
  changes: Changes,
  references: AccountReferences,
): void {
  const studentId = idOfStream(event.stream);
  const { revision, data } = event;
  const parts = data.lines.map(({ allocationId, effectiveDate, ...line }) => {
    const amountMinor = amountFromEvent(line.amountMinor);
    const place = { studentId, allocationId: Number(allocationId) };
    const row = { effectiveDate, cause: data.cause, amountMinor };
    changes.put(ALLOCATION_RELEASE, event, { ...place, revision, ...row });
    changes.put(ALLOCATION, event, { ...place, releasedMinor: amountMinor });
    const chargeId = references.chargeOf({ studentId, allocationId });
    return { chargeId, allocatedMinor: -amountMinor };
  });
  addAllocated(event, changes, { parts, references });
}

interface Allocated {
  readonly parts: readonly { readonly chargeId: Uuid; readonly allocatedMinor: bigint }[];
  readonly references: AccountReferences;
}

function addAllocated(
  event: EventOf<'PaymentAllocated' | 'AllocationReleased'>,
  changes: Changes,
  { parts, references }: Allocated,
): void {
  const studentId = idOfStream(event.stream);
  for (const { chargeId, allocatedMinor } of parts) {
    const termId = references.termOf(chargeId);
    changes.put(CHARGE, event, { studentId, chargeId, allocatedMinor });
    changes.put(STUDENT_TERM, event, { studentId, termId, allocatedMinor });
  }
  const allocatedMinor = sum(parts.map((part) => part.allocatedMinor));
  changes.put(PAYMENT, event, { studentId, paymentId: event.data.paymentId, allocatedMinor });
  changes.put(ACCOUNT, event, { studentId, allocatedMinor });
}
