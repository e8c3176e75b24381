// Billing, put together. The application brings the event log, keys, clock and logger, and binds
// what ports.ts asks for.
import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { AccountCommands } from './account-commands.js';
import { BILLING_CONTROLLERS } from './billing.controllers.js';
import { AdjustChargesHandler } from './commands/adjust-charges.js';
import { CancelChargeRunHandler } from './commands/cancel-charge-run.js';
import { AcceptedCommands } from './accepted-command.js';
import { CommandAnswers } from './command-answers.js';
import { CancelChargeHandler } from './commands/cancel-charge.js';
import { CommitChargeRunHandler } from './commands/commit-charge-run.js';
import { ConfigureSchoolHandler } from './commands/configure-school.js';
import { HoldCreditHandler } from './commands/hold-credit.js';
import { MovePaymentHandler } from './commands/move-payment.js';
import { OpenTermHandler } from './commands/open-term.js';
import { PreviewChargeRunHandler } from './commands/preview-charge-run.js';
import { PublishFeeScheduleHandler } from './commands/publish-fee-schedule.js';
import { RaiseChargeHandler } from './commands/raise-charge.js';
import { RecordPaymentHandler } from './commands/record-payment.js';
import { RefundPaymentHandler } from './commands/refund-payment.js';
import { ReprintReceiptHandler } from './commands/reprint-receipt.js';
import { ReverseAdjustmentHandler } from './commands/reverse-adjustment.js';
import { ReversePaymentHandler } from './commands/reverse-payment.js';
import { ReverseRefundHandler } from './commands/reverse-refund.js';
import { ScheduleTermHandler } from './commands/schedule-term.js';
import { WriteAnswers } from './controllers/write-answers.js';
import { ReferenceClaims } from './processes/claim-reference.js';
import { ReceiptIssuer } from './processes/issue-receipts.js';
import { ChargeRunWork } from './processes/charge-run-work.js';
import { PaymentMover } from './processes/move-payment.js';
import { PaymentSecrets } from './processes/payment-secrets.js';
import { ChargePlans } from './processes/plan-charges.js';
import { AccountPreloader } from './processes/preload-accounts.js';
import { ReceiptOrders } from './processes/receipt-order.js';
import { ChargeRunner } from './processes/run-charges.js';
import { ChargeRunSweeper } from './processes/sweep-charge-runs.js';
import { MoveSweeper } from './processes/sweep-moves.js';
import { ReceiptSweeper } from './processes/sweep-receipts.js';
import { ChargeRunUndoer } from './processes/undo-charge-run.js';
import { SchoolRegister } from './school-register.js';
import { SettledSettings } from './settled-settings.js';

@Module({})
export class BillingModule {
  /** @param imports Modules that export the effect gates, the directory and what `providers` need. */
  static register({ imports = [], providers = [] }: ModuleMetadata = {}): DynamicModule {
    return {
      module: BillingModule,
      imports,
      controllers: BILLING_CONTROLLERS,
      providers: [...HANDLERS, ...PROCESSES, ...providers],
      exports: [AccountPreloader, SchoolRegister, ReceiptSweeper, ChargeRunSweeper, MoveSweeper],
    };
  }
}

const HANDLERS = [
  AdjustChargesHandler,
  CancelChargeHandler,
  CancelChargeRunHandler,
  CommitChargeRunHandler,
  ConfigureSchoolHandler,
  HoldCreditHandler,
  MovePaymentHandler,
  OpenTermHandler,
  PreviewChargeRunHandler,
  PublishFeeScheduleHandler,
  RaiseChargeHandler,
  RecordPaymentHandler,
  RefundPaymentHandler,
  ReprintReceiptHandler,
  ReverseAdjustmentHandler,
  ReversePaymentHandler,
  ReverseRefundHandler,
  ScheduleTermHandler,
];

const PROCESSES = [
  AcceptedCommands,
  AccountCommands,
  AccountPreloader,
  ChargePlans,
  ChargeRunner,
  ChargeRunSweeper,
  ChargeRunUndoer,
  ChargeRunWork,
  CommandAnswers,
  MoveSweeper,
  PaymentMover,
  PaymentSecrets,
  ReceiptIssuer,
  ReceiptOrders,
  ReceiptSweeper,
  ReferenceClaims,
  SchoolRegister,
  SettledSettings,
  WriteAnswers,
];
