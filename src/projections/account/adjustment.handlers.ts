// What adjustments and their reversals change in the rows of an account.
import type { Uuid } from '../../kernel/ids.js';
import { amountFromEvent } from '../../kernel/money.js';
import type { Changes } from '../runner/changes.js';
import { idOfStream, type EventOf } from '../runner/projected-event.js';
import type { AccountReferences } from './account.references.js';
import { ACCOUNT, CHARGE, STUDENT_TERM } from './account.tables.js';
import { ADJUSTMENT } from './correction.tables.js';
import { numberOf, reasonOf, recordingOf, reversalOf } from './recording.js';

export function adjustmentApplied(
  event: EventOf<'AdjustmentApplied'>,
  changes: Changes,
  references: AccountReferences,
): void {
  const { adjustmentId, chargeId, kind, effectiveDate, approvalId, basis } = event.data;
  const amountMinor = amountFromEvent(event.data.amountMinor);
  const studentId = idOfStream(event.stream);
  const line = { studentId, adjustmentId, chargeId, kind, amountMinor, effectiveDate, approvalId };
  changes.put(ADJUSTMENT, event, {
    ...line,
    basisPoints: numberOf(basis?.basisPoints),
    onMinor: basis && amountFromEvent(basis.onMinor),
    appliedIndex: BigInt(event.index),
    ...recordingOf(event),
    ...reasonOf(event),
  });
  adjusted(event, changes, { termId: references.termOf(chargeId), adjustedMinor: amountMinor });
}

export function adjustmentReversed(
  event: EventOf<'AdjustmentReversed'>,
  changes: Changes,
  references: AccountReferences,
): void {
  const studentId = idOfStream(event.stream);
  const { adjustmentId, chargeId, amountMinor } = event.data;
  changes.put(ADJUSTMENT, event, { studentId, adjustmentId, chargeId, ...reversalOf(event) });
  const adjustedMinor = -amountFromEvent(amountMinor);
  adjusted(event, changes, { termId: references.termOf(chargeId), adjustedMinor });
}

/** The same amount in the sums of the charge, its term and the account. */
function adjusted(
  event: EventOf<'AdjustmentApplied' | 'AdjustmentReversed'>,
  changes: Changes,
  { termId, adjustedMinor }: { termId: Uuid; adjustedMinor: bigint },
): void {
  const studentId = idOfStream(event.stream);
  changes.put(CHARGE, event, { studentId, chargeId: event.data.chargeId, adjustedMinor });
  changes.put(STUDENT_TERM, event, { studentId, termId, adjustedMinor });
  changes.put(ACCOUNT, event, { studentId, adjustedMinor });
}
