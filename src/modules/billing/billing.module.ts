// Billing, put together. The application brings the event log, keys, clock and logger, and binds
// what ports.ts asks for.
import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { CommitChargeRunHandler } from './commands/commit-charge-run.js';
import { ConfigureSchoolHandler } from './commands/configure-school.js';
import { OpenTermHandler } from './commands/open-term.js';
import { PreviewChargeRunHandler } from './commands/preview-charge-run.js';
import { PublishFeeScheduleHandler } from './commands/publish-fee-schedule.js';
import { RaiseChargeHandler } from './commands/raise-charge.js';
import { RecordPaymentHandler } from './commands/record-payment.js';
import { ScheduleTermHandler } from './commands/schedule-term.js';
import { AccountsController } from './controllers/accounts.controller.js';
import { ChargeRunsController } from './controllers/charge-runs.controller.js';
import { SchoolController } from './controllers/school.controller.js';
import { TermsController } from './controllers/terms.controller.js';
import { WriteAnswers } from './controllers/write-answers.js';
import { ReferenceClaims } from './processes/claim-reference.js';
import { ReceiptIssuer } from './processes/issue-receipts.js';
import { ChargePlans } from './processes/plan-charges.js';
import { ReceiptOrders } from './processes/receipt-order.js';
import { ChargeRunner } from './processes/run-charges.js';
import { ChargeRunSweeper } from './processes/sweep-charge-runs.js';
import { ReceiptSweeper } from './processes/sweep-receipts.js';
import { SchoolRegister } from './school-register.js';
import { SettledSettings } from './settled-settings.js';

@Module({})
export class BillingModule {
  /** @param imports Modules that export the effect gates, the directory of students, and whatever
   * `providers` need. */
  static register({ imports = [], providers = [] }: ModuleMetadata = {}): DynamicModule {
    return {
      module: BillingModule,
      imports,
      controllers: [AccountsController, ChargeRunsController, SchoolController, TermsController],
      providers: [...HANDLERS, ...PROCESSES, ...providers],
      exports: [SchoolRegister, ReceiptSweeper, ChargeRunSweeper],
    };
  }
}

const HANDLERS = [
  CommitChargeRunHandler,
  ConfigureSchoolHandler,
  OpenTermHandler,
  PreviewChargeRunHandler,
  PublishFeeScheduleHandler,
  RaiseChargeHandler,
  RecordPaymentHandler,
  ScheduleTermHandler,
];

const PROCESSES = [
  ChargePlans,
  ChargeRunner,
  ChargeRunSweeper,
  ReceiptIssuer,
  ReceiptOrders,
  ReceiptSweeper,
  ReferenceClaims,
  SchoolRegister,
  SettledSettings,
  WriteAnswers,
];
