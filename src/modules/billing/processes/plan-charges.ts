// What a charge run would charge: the fees of the term that each active student lacks. Students come
// from the read model, what they lack from their own accounts.
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CommandLog } from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import { canonicalJson } from '../../../kernel/canonical-json.js';
import type { Uuid } from '../../../kernel/ids.js';
import {
  frozenStudents,
  planTotals,
  runLineOf,
  type PlannedStudent,
} from '../domain/charge-run-plan.js';
import type { ChargeRunStudent } from '../domain/charge-run.events.js';
import { feeScheduleFold, feesForClass, type FeeSchedule } from '../domain/fee-schedule.js';
import { feeScheduleStreamOf } from '../domain/fee-schedule.events.js';
import { FEES_AT_ONCE_MAX, missingFees } from '../domain/charge-term-fees.js';
import { accountFold } from '../domain/student-account.fold.js';
import { accountStreamOf } from '../domain/student-account.events.js';
import { STUDENT_ROSTER, type StudentRoster } from '../ports.js';
import { SchoolRegister } from '../school-register.js';
import { inParallel } from './in-parallel.js';

export interface ChargePlan {
  readonly termId: Uuid;
  readonly class: string | undefined;
  readonly feeScheduleVersion: number;
  /** Log index that the list of students was read at. */
  readonly plannedAtIndex: number;
  /** Students with something to charge or a problem, by id. */
  readonly items: readonly PlannedStudent[];
  /** Of the items, those that will be charged, in frozen order. */
  readonly students: readonly ChargeRunStudent[];
  /** SHA-256 of the canonical JSON of `students`, hex: the same plan has the same digest. */
  readonly digest: string;
  readonly totals: ReturnType<typeof planTotals>;
}

const ACCOUNTS_AT_ONCE = 16;

@Injectable()
export class ChargePlans {
  constructor(
    private readonly log: CommandLog,
    private readonly register: SchoolRegister,
    @Inject(STUDENT_ROSTER) private readonly roster: StudentRoster,
  ) {}

  /**
   * Plans a run; writes nothing. O(active students): each account is folded.
   * @throws AppError `not_found` (`term_not_found`); `conflict` (`currency_mismatch`);
   *   `unavailable` (`store_unavailable`).
   */
  async plan(termId: Uuid, studentClass: string | undefined): Promise<ChargePlan> {
    await this.register.term(termId);
    const filter = studentClass === undefined ? {} : { class: studentClass };
    const [schedule, { atIndex, students }] = await Promise.all([
      this.scheduleOf(termId),
      this.roster.listActiveStudents(filter),
    ]);
    const planned = await inParallel(students, ACCOUNTS_AT_ONCE, (student) =>
      this.planned(student, termId, schedule),
    );
    const items = planned.filter(({ lines, problem }) => lines.length > 0 || problem !== undefined);
    const frozen = frozenStudents(items);
    return {
      termId,
      class: studentClass,
      feeScheduleVersion: schedule.version,
      plannedAtIndex: atIndex,
      items: items.sort((a, b) => (a.studentId < b.studentId ? -1 : 1)),
      students: frozen,
      digest: createHash('sha256').update(canonicalJson(frozen), 'utf8').digest('hex'),
      totals: planTotals(frozen),
    };
  }

  private async scheduleOf(termId: Uuid): Promise<FeeSchedule> {
    const { state } = await this.log.load(feeScheduleStreamOf(termId), feeScheduleFold);
    const { currency } = await this.register.school();
    if (state.currency === undefined || state.currency === currency) return state;
    throw new AppError('conflict', `These fees are in ${state.currency}: publish them anew.`, {
      code: 'currency_mismatch',
    });
  }

  /** One bad account is a row with a problem and stops nobody else (rule 8). */
  private async planned(
    student: { studentId: Uuid; class: string },
    termId: Uuid,
    schedule: FeeSchedule,
  ): Promise<PlannedStudent> {
    const { studentId } = student;
    const fees = feesForClass(schedule, student.class);
    try {
      const { state } = await this.log.load(accountStreamOf(studentId), accountFold);
      const missing = missingFees(state, termId, fees);
      if (missing.length > FEES_AT_ONCE_MAX) {
        return { studentId, lines: [], problem: 'too_many_fees' };
      }
      return { studentId, lines: missing.map(runLineOf) };
    } catch (error) {
      // A store that is down is nobody's bad account.
      if (error instanceof AppError && error.kind === 'unavailable') throw error;
      const problem = error instanceof AppError ? error.code : 'account_unreadable';
      return { studentId, lines: [], problem };
    }
  }
}
