// What the facts about charges change in the rows of an account.
import { amountFromEvent } from '../../kernel/money.js';
import type { Changes } from '../runner/changes.js';
import { idOfStream, type EventOf } from '../runner/projected-event.js';
import type { AccountReferences } from './account.references.js';
import { ACCOUNT, CHARGE, NO_TERM, STUDENT_TERM } from './account.tables.js';
import { numberOf, reasonOf, recordingOf } from './recording.js';

export function chargeRaised(event: EventOf<'ChargeRaised'>, changes: Changes): void {
  const studentId = idOfStream(event.stream);
  const { chargeId, termId = NO_TERM } = event.data;
  const amountMinor = amountFromEvent(event.data.amountMinor);
  const added = { chargedMinor: amountMinor, charges: 1n };
  changes.put(CHARGE, event, { studentId, chargeId, amountMinor, ...described(event) });
  changes.put(STUDENT_TERM, event, { studentId, termId, ...added });
  changes.put(ACCOUNT, event, { studentId, ...added });
}

/** Its adjustments stay and count; what it was paid with was released by the facts before. */
export function chargeCancelled(
  event: EventOf<'ChargeCancelled'>,
  changes: Changes,
  references: AccountReferences,
): void {
  const studentId = idOfStream(event.stream);
  const { chargeId } = event.data;
  const cancelledMinor = amountFromEvent(event.data.amountMinor);
  const added = { cancelledMinor, charges: -1n };
  changes.put(CHARGE, event, { studentId, chargeId, cancelledMinor, ...cancellation(event) });
  changes.put(STUDENT_TERM, event, { studentId, termId: references.termOf(chargeId), ...added });
  changes.put(ACCOUNT, event, { studentId, ...added });
}

function described(event: EventOf<'ChargeRaised'>) {
  const { kind, termId, feeCode, description, effectiveDate, dueOn, chargeRunId } = event.data;
  const { instalment, priority, feeScheduleVersion } = event.data;
  return {
    kind,
    termId,
    feeCode,
    description,
    effectiveDate,
    dueOn,
    instalmentNo: numberOf(instalment?.no),
    instalmentOf: numberOf(instalment?.of),
    priority: Number(priority),
    chargeRunId,
    feeScheduleVersion: numberOf(feeScheduleVersion),
    recordedAt: recordingOf(event).recordedAt,
    raisedIndex: BigInt(event.index),
  };
}

function cancellation(event: EventOf<'ChargeCancelled'>) {
  const { reasonCode, reason } = reasonOf(event);
  return {
    cancelledOn: event.data.effectiveDate,
    cancelledAt: event.metadata.recordedAt,
    cancelledBy: event.metadata.principal,
    cancelReasonCode: reasonCode,
    cancelReason: reason,
  };
}
