// The one group of read models: one checkpoint, one schema, in step with each other.
import { AccountProjection } from './account/account.projection.js';
import { CalendarProjection } from './calendar/calendar.projection.js';
import { ChargeRunProjection } from './charge-run/charge-run.projection.js';
import { CommandProjection } from './command/command.projection.js';
import { FeeScheduleProjection } from './fee-schedule/fee-schedule.projection.js';
import { ReceiptProjection } from './receipts/receipt.projection.js';
import type { ReadModel } from './runner/read-model.js';
import { SchoolProjection } from './school/school.projection.js';
import { StudentDirectoryProjection } from './student-directory/student-directory.projection.js';

/** A fresh set; each writer of a version has its own. */
export function createReadModelGroup(): ReadModel[] {
  return [
    new SchoolProjection(),
    new CalendarProjection(),
    new FeeScheduleProjection(),
    new StudentDirectoryProjection(),
    new AccountProjection(),
    new ReceiptProjection(),
    new ChargeRunProjection(),
    new CommandProjection(),
  ];
}
