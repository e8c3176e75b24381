// What others may use of billing: its facts, its live fold, its commands and answers, and the
// interfaces that the application binds.
export { BILLING_EVENTS } from './event-definitions.js';
export * from './ports.js';
export * from './answers.js';
export * from './charge-answers.js';
export type { ChargeRunAnswer } from './charge-run-answer.js';
export * from './payment-answers.js';
export type { Authority, Written } from './authority.js';
export { BillingModule } from './billing.module.js';
export { PostgresProcessCheckpoints } from './process-checkpoints.js';
export { setUpSchool, type SchoolIdentity } from './set-up-school.js';
export { SchoolRegister } from './school-register.js';

export {
  ConfigureSchool,
  type SchoolAnswer,
  type SettingsChange,
} from './commands/configure-school.js';
export { ScheduleTerm, type TermRequest } from './commands/schedule-term.js';
export { OpenTerm } from './commands/open-term.js';
export { PublishFeeSchedule, type FeeScheduleAnswer } from './commands/publish-fee-schedule.js';
export { CancelChargeRun, type CancelRunRequest } from './commands/cancel-charge-run.js';
export { CancelCharge, type UndoRequest } from './commands/cancel-charge.js';
export { AdjustCharges, type AdjustmentRequest } from './commands/adjust-charges.js';
export { ReverseAdjustment } from './commands/reverse-adjustment.js';
export { REASON_CODES, type Reason, type ReasonCode, type ReasonSecret } from './domain/reasons.js';
export type { Adjustment, Refund } from './domain/account-corrections.js';
export { RaiseCharge, type ChargeRequest } from './commands/raise-charge.js';
export { RecordPayment, type PaymentRequest } from './commands/record-payment.js';
export { ReversePayment } from './commands/reverse-payment.js';
export { RefundPayment, type RefundRequest } from './commands/refund-payment.js';
export { ReverseRefund } from './commands/reverse-refund.js';
export { HoldCredit } from './commands/hold-credit.js';
export { MovePayment, type MoveRequest } from './commands/move-payment.js';
export { PreviewChargeRun, type PreviewAnswer } from './commands/preview-charge-run.js';
export { CommitChargeRun, type ChargeRunRequest } from './commands/commit-charge-run.js';
export {
  ReprintReceipt,
  type ReceiptPlace,
  type ReprintAnswer,
} from './commands/reprint-receipt.js';
export { ReceiptIssuer } from './processes/issue-receipts.js';
export { AccountPreloader } from './processes/preload-accounts.js';
export { MoveSweeper } from './processes/sweep-moves.js';
export { ReceiptSweeper } from './processes/sweep-receipts.js';
export { ChargeRunner } from './processes/run-charges.js';
export { ChargeRunSweeper } from './processes/sweep-charge-runs.js';

export * from './domain/student-account.events.js';
export * from './domain/school.events.js';
export * from './domain/calendar.events.js';
export * from './domain/fee-schedule.events.js';
export * from './domain/payment-reference.events.js';
export * from './domain/receipt-book.events.js';
export * from './domain/receipt-copy.events.js';
export * from './domain/charge-run.events.js';
export * from './domain/operations.events.js';

export { accountFold } from './domain/student-account.fold.js';
export { accountAsOf } from './domain/account-as-of.js';
export {
  creditOf,
  outstandingOf,
  type Allocation,
  type Charge,
  type Payment,
  type StudentAccount,
} from './domain/student-account.js';
export {
  accountTotals,
  paymentStatusOf,
  termRows,
  wholeStatusOf,
  type AccountTotals,
  type PaymentStatus,
  type TermFigures,
  type TermRow,
} from './domain/account-figures.js';
export { schoolFold, schoolYearOf, type School, type SchoolSettings } from './domain/school.js';
export { calendarFold, type Calendar, type Term, type TermStatus } from './domain/calendar.js';
export {
  feeScheduleFold,
  feesForClass,
  type FeeLine,
  type FeeSchedule,
} from './domain/fee-schedule.js';
export { chargeRunFold, type ChargeRun, type ChargeRunStatus } from './domain/charge-run.js';
