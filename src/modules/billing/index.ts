// What others may use of billing: its facts, its live fold, its commands and answers, and the
// interfaces that the application binds.
export { BILLING_EVENTS } from './event-definitions.js';
export * from './ports.js';
export * from './answers.js';

export * from './domain/student-account.events.js';
export * from './domain/school.events.js';
export * from './domain/calendar.events.js';
export * from './domain/fee-schedule.events.js';
export * from './domain/payment-reference.events.js';
export * from './domain/receipt-book.events.js';
export * from './domain/charge-run.events.js';

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
export { schoolFold, schoolYearOf, type School } from './domain/school.js';
export { calendarFold, type Calendar, type Term, type TermStatus } from './domain/calendar.js';
export { feeScheduleFold, feesForClass, type FeeSchedule } from './domain/fee-schedule.js';
export { chargeRunFold, type ChargeRun, type ChargeRunStatus } from './domain/charge-run.js';
