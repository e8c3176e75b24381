// The school's settings, from `school-main`: each fact is a full new value.
import type { Changes } from '../runner/changes.js';
import type { EventOf } from '../runner/projected-event.js';
import type { Handlers, ReadModel } from '../runner/read-model.js';
import { SCHOOL } from './school.table.js';

export class SchoolProjection implements ReadModel {
  readonly tables = [SCHOOL];

  readonly on: Handlers = { SchoolConfigured: configured };
}

function configured(event: EventOf<'SchoolConfigured'>, changes: Changes): void {
  const { data } = event;
  changes.put(SCHOOL, event, {
    schoolId: data.schoolId,
    name: data.name,
    currency: data.currency,
    currencyExponent: Number(data.currencyExponent),
    timeZone: data.timeZone,
    schoolYearStartsOn: data.schoolYearStartsOn,
    fourEyesLimitMinor: BigInt(data.fourEyesLimitMinor),
    retentionYears: Number(data.retentionYears),
  });
}
