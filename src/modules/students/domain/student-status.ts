// A student comes and goes: active → withdrawn or graduated → active. Who is gone may still pay.
import { AppError } from '../../../kernel/app-error.js';
import type { NewFact } from '../../../kernel/fact.js';
import { latest, type LocalDate } from '../../../kernel/local-date.js';
import type { RegisteredStudent, StudentStatus } from './student.js';
import type { StatusReason, StudentFact } from './student.events.js';

export type StatusChangeKind = 'withdraw' | 'graduate' | 'readmit';

export interface StatusChange {
  readonly kind: StatusChangeKind;
  readonly on: LocalDate;
  readonly reasonCode: StatusReason;
  /** The reason in words; sealed. */
  readonly note?: string | undefined;
}

const FACTS = {
  withdraw: 'StudentWithdrawn',
  graduate: 'StudentGraduated',
  readmit: 'StudentReadmitted',
} as const;

const FROM: Readonly<Record<StatusChangeKind, readonly StudentStatus[]>> = {
  withdraw: ['active'],
  graduate: ['active'],
  readmit: ['withdrawn', 'graduated'],
};

/**
 * @param today  The school's local day (rule 20).
 * @throws AppError `conflict` (`invalid_status`) with `status`; `rule_violated`: `date_in_future`,
 *   `effective_date_too_early` with `earliestDate` for a day before the last change of status, or
 *   before the student was enrolled.
 */
export function changeStatus(
  student: RegisteredStudent,
  change: StatusChange,
  today: LocalDate,
): NewFact<StudentFact>[] {
  const { kind, on, reasonCode, note } = change;
  assertAllowed(student, kind);
  assertDated(student, on, today);
  const { studentId } = student;
  const sealed = note === undefined ? {} : { secret: { note }, subjectId: studentId };
  return [{ type: FACTS[kind], data: { on, reasonCode }, ...sealed }];
}

function assertAllowed({ studentId, status }: RegisteredStudent, kind: StatusChangeKind): void {
  if (FROM[kind].includes(status)) return;
  const message = `Student ${studentId} is ${status}; only ${FROM[kind].join(' or ')} goes with ${kind}.`;
  throw new AppError('conflict', message, { code: 'invalid_status', extra: { status } });
}

function assertDated({ statusSince }: RegisteredStudent, on: LocalDate, today: LocalDate): void {
  // An enrolment may lie ahead: who never came leaves on the day on which they were to come.
  if (on > latest(today, statusSince)) {
    throw new AppError('rule_violated', `${on} lies in the future.`, {
      code: 'date_in_future',
      extra: { today },
    });
  }
  if (on >= statusSince) return;
  const message = `${on} is too early: the earliest possible date is ${statusSince}.`;
  throw new AppError('rule_violated', message, {
    code: 'effective_date_too_early',
    extra: { earliestDate: statusSince },
  });
}
