// What answers on the read side: the queries over the read models, and the routes over these.
import { AccountController } from './account/account.controller.js';
import { AccountQueries } from './account/account.queries.js';
import { TermQueries } from './calendar/term.queries.js';
import { TermsController } from './calendar/terms.controller.js';
import { ChargeRunQueries } from './charge-run/charge-run.queries.js';
import { ChargeRunsController } from './charge-run/charge-runs.controller.js';
import { CommandQueries } from './command/command.queries.js';
import { ConsistencyTokens } from './consistency/read-your-writes.js';
import { DashboardApiController } from './dashboard/dashboard.controller.js';
import { DashboardQueries } from './dashboard/dashboard.queries.js';
import { FeeScheduleController } from './fee-schedule/fee-schedule.controller.js';
import { FeeScheduleQueries } from './fee-schedule/fee-schedule.queries.js';
import { LagQueries } from './lag.queries.js';
import { ReadModels } from './read-models.js';
import { ReceiptQueries } from './receipts/receipt.queries.js';
import { ReceiptsController } from './receipts/receipts.controller.js';
import { SchoolController } from './school/school.controller.js';
import { SchoolQueries } from './school/school.queries.js';
import { StudentListQueries } from './student-directory/student-list.queries.js';
import { StudentQueries } from './student-directory/student.queries.js';
import { StudentsController } from './student-directory/students.controller.js';
import { ReadModelStudentRoster } from './student-roster.js';

export const QUERIES = [
  ReadModels,
  AccountQueries,
  ChargeRunQueries,
  CommandQueries,
  ConsistencyTokens,
  DashboardQueries,
  FeeScheduleQueries,
  LagQueries,
  ReadModelStudentRoster,
  ReceiptQueries,
  SchoolQueries,
  StudentListQueries,
  StudentQueries,
  TermQueries,
];

export const CONTROLLERS = [
  AccountController,
  ChargeRunsController,
  DashboardApiController,
  FeeScheduleController,
  ReceiptsController,
  SchoolController,
  StudentsController,
  TermsController,
];
