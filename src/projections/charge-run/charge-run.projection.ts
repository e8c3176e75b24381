// Charge runs, from `chargeRun-<id>`, and how far they are, from the charges that carry their id.
import type { Changes } from '../runner/changes.js';
import { idOfStream, type EventOf } from '../runner/projected-event.js';
import type { Handlers, ReadModel } from '../runner/read-model.js';
import { CHARGE_RUN, CHARGE_RUN_STUDENT } from './charge-run.tables.js';

export class ChargeRunProjection implements ReadModel {
  readonly tables = [CHARGE_RUN, CHARGE_RUN_STUDENT];

  readonly on: Handlers = {
    ChargeRunPlanned: planned,
    ChargeRunChunkFrozen: frozen,
    ChargeRunCommitted: (event, changes) =>
      changes.put(CHARGE_RUN, event, { ...runOf(event), status: 'running' }),
    ChargeRunStudentFailed: failed,
    ChargeRunCompleted: completed,
    ChargeRunCancelled: cancelled,
    ChargeRunUndone: (event, changes) =>
      changes.put(CHARGE_RUN, event, { ...runOf(event), undoneAt: event.metadata.recordedAt }),
    ChargeRaised: charged,
  };
}

function planned(event: EventOf<'ChargeRunPlanned'>, changes: Changes): void {
  const { data, metadata } = event;
  changes.put(CHARGE_RUN, event, {
    ...runOf(event),
    termId: data.termId,
    class: data.class,
    effectiveDate: data.effectiveDate,
    feeScheduleVersion: Number(data.feeScheduleVersion),
    digest: data.digest,
    status: 'planned',
    students: Number(data.students),
    totalMinor: BigInt(data.totalMinor),
    plannedAt: metadata.recordedAt,
    principal: metadata.principal,
  });
}

function frozen(event: EventOf<'ChargeRunChunkFrozen'>, changes: Changes): void {
  const { chunk, students } = event.data;
  for (const [n, { studentId, expectedNetMinor }] of students.entries()) {
    changes.put(CHARGE_RUN_STUDENT, event, {
      ...runOf(event),
      studentId,
      chunk: Number(chunk),
      place: n + 1,
      expectedNetMinor: BigInt(expectedNetMinor),
      result: 'waiting',
    });
  }
}

function failed(event: EventOf<'ChargeRunStudentFailed'>, changes: Changes): void {
  const { studentId, code } = event.data;
  const failure = { result: 'failed', failureCode: code };
  changes.put(CHARGE_RUN_STUDENT, event, { ...runOf(event), studentId, ...failure });
}

function completed(event: EventOf<'ChargeRunCompleted'>, changes: Changes): void {
  const alreadyCharged = Number(event.data.alreadyCharged);
  changes.put(CHARGE_RUN, event, { ...runOf(event), status: 'completed', alreadyCharged });
}

function cancelled(event: EventOf<'ChargeRunCancelled'>, changes: Changes): void {
  const { reasonCode, effectiveDate } = event.data;
  const cancellation = { cancelReasonCode: reasonCode, cancelledFrom: effectiveDate };
  changes.put(CHARGE_RUN, event, { ...runOf(event), status: 'cancelled', ...cancellation });
}

/** A charge that names its run: that student is through. */
function charged(event: EventOf<'ChargeRaised'>, changes: Changes): void {
  const { chargeRunId } = event.data;
  if (chargeRunId === undefined) return;
  const studentId = idOfStream(event.stream);
  changes.put(CHARGE_RUN_STUDENT, event, { chargeRunId, studentId, result: 'charged' });
}

function runOf({ stream }: { stream: string }) {
  return { chargeRunId: idOfStream(stream) };
}
