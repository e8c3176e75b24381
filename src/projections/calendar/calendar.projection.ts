// School years and terms, from `calendar-main`.
import type { Changes } from '../runner/changes.js';
import type { EventOf } from '../runner/projected-event.js';
import type { Handlers, ReadModel } from '../runner/read-model.js';
import { SCHOOL_YEAR, TERM } from './calendar.tables.js';

export class CalendarProjection implements ReadModel {
  readonly tables = [SCHOOL_YEAR, TERM];

  readonly on: Handlers = {
    SchoolYearDefined: yearDefined,
    TermScheduled: termScheduled,
    TermOpened: termOpened,
  };
}

function yearDefined(event: EventOf<'SchoolYearDefined'>, changes: Changes): void {
  const { schoolYear, startsOn, endsOn } = event.data;
  changes.put(SCHOOL_YEAR, event, { schoolYear, startsOn, endsOn });
}

function termScheduled(event: EventOf<'TermScheduled'>, changes: Changes): void {
  const { termId, schoolYear, name, startsOn, endsOn } = event.data;
  const status = 'scheduled';
  changes.put(TERM, event, { termId, schoolYear, name, startsOn, endsOn, status });
}

function termOpened(event: EventOf<'TermOpened'>, changes: Changes): void {
  const { termId } = event.data;
  changes.put(TERM, event, { termId, status: 'open', openedIndex: BigInt(event.index) });
}
