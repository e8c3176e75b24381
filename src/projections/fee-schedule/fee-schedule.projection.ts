// Fee schedules, from `feeSchedule-<termId>`: every version is kept, the highest is in force.
import type { Changes } from '../runner/changes.js';
import type { EventOf } from '../runner/projected-event.js';
import type { Handlers, ReadModel } from '../runner/read-model.js';
import { FEE_SCHEDULE } from './fee-schedule.table.js';

export class FeeScheduleProjection implements ReadModel {
  readonly tables = [FEE_SCHEDULE];

  readonly on: Handlers = { FeeSchedulePublished: published };
}

function published(event: EventOf<'FeeSchedulePublished'>, changes: Changes): void {
  const { termId, version, currency, lines } = event.data;
  changes.put(FEE_SCHEDULE, event, { termId, version: Number(version), currency, lines });
}
