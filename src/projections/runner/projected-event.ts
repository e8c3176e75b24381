// An event as the read models see it: upcast, numbered in the whole log, its personal data opened.
import type { Secret } from '../../eventstore/sealing.js';
import { absurd } from '../../kernel/assert.js';
import type { RecordedFact } from '../../kernel/fact.js';
import type { Uuid } from '../../kernel/ids.js';
import type { CalendarFact } from '../../modules/billing/domain/calendar.events.js';
import type { ChargeRunFact } from '../../modules/billing/domain/charge-run.events.js';
import type { FeeScheduleFact } from '../../modules/billing/domain/fee-schedule.events.js';
import type { OperationsFact } from '../../modules/billing/domain/operations.events.js';
import type { ReferenceFact } from '../../modules/billing/domain/payment-reference.events.js';
import type { ReceiptBookFact } from '../../modules/billing/domain/receipt-book.events.js';
import type { ReceiptCopyFact } from '../../modules/billing/domain/receipt-copy.events.js';
import type { SchoolFact } from '../../modules/billing/domain/school.events.js';
import type { AccountFact } from '../../modules/billing/domain/student-account.events.js';
import type { AdmissionNumberFact } from '../../modules/students/domain/admission-number.events.js';
import type { StudentFact } from '../../modules/students/domain/student.events.js';

/** Every fact that can be in the log. */
export type ProjectedFact =
  | SchoolFact
  | CalendarFact
  | FeeScheduleFact
  | StudentFact
  | AdmissionNumberFact
  | AccountFact
  | ReferenceFact
  | ReceiptBookFact
  | ReceiptCopyFact
  | ChargeRunFact
  | OperationsFact;

export type ProjectedEvent = RecordedFact<ProjectedFact> & {
  /** n of the n-th non-system event of the log, from 1. */
  readonly index: number;
  /** `erased` when the key of its subject is gone; absent when it never had any. */
  readonly secret: Secret | 'erased' | undefined;
};

/** The projected event of one type. */
export type EventOf<T extends ProjectedFact['type']> = Extract<ProjectedEvent, { type: T }>;

/** The id behind the first dash of a stream's name: `studentAccount-<id>`, `receiptBook-2026`. */
export function idOfStream(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}

/** Whether a stream is a student's account, and not a payment over several children. */
export function isAccountStream(stream: string): boolean {
  return stream.startsWith('studentAccount-');
}

/**
 * The student whose rows an event changes. An event without one (calendar, school, fee schedules)
 * concerns everybody: when it can't be applied, nothing after it may be.
 */
export function subjectOf(event: RecordedFact<ProjectedFact>): Uuid | undefined {
  switch (event.type) {
    case 'StudentRegistered':
    case 'StudentRegistrationAbandoned':
    case 'StudentDetailsCorrected':
    case 'ClassAssigned':
    case 'StudentWithdrawn':
    case 'StudentGraduated':
    case 'StudentReadmitted':
    case 'AdmissionNumberReleased':
    case 'AccountOpened':
    case 'ChargeRaised':
    case 'PaymentRecorded':
    case 'ChargeCancelled':
    case 'AdjustmentApplied':
    case 'AdjustmentReversed':
    case 'CreditHoldSet':
    case 'PaymentReversed':
    case 'RefundIssued':
    case 'RefundReversed':
    case 'PaymentAllocated':
    case 'AllocationReleased':
    case 'PaymentAbandoned':
      return idOfStream(event.stream);
    case 'ReceiptIssued':
      return studentOfAccount(event.data.sourceStream);
    case 'ReferenceClaimed':
      return studentOfAccount(event.data.accountStream);
    case 'AdmissionNumberClaimed':
    case 'ChargeRunStudentFailed':
      return event.data.studentId;
    case 'SchoolConfigured':
    case 'SchoolYearDefined':
    case 'TermScheduled':
    case 'TermOpened':
    case 'FeeSchedulePublished':
    case 'ReceiptReprinted':
    case 'ChargeRunPlanned':
    case 'ChargeRunChunkFrozen':
    case 'ChargeRunCommitted':
    case 'ChargeRunCompleted':
    case 'ChargeRunCancelled':
    case 'ChargeRunUndone':
    case 'ProjectionRebuilt':
    case 'ParkedEventDiscarded':
    case 'StreamUnparked':
    case 'LogRestored':
      return undefined;
    default:
      return absurd(event);
  }
}

function studentOfAccount(stream: string): Uuid | undefined {
  return isAccountStream(stream) ? idOfStream(stream) : undefined;
}
