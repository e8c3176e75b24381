// Works a committed charge run off, each account deciding what is missing. After a crash it starts over
// from the first student; a done one costs a fold.
import { Inject, Injectable } from '@nestjs/common';
import { CommandLog, type EffectGate } from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import { present } from '../../../kernel/assert.js';
import type { Uuid } from '../../../kernel/ids.js';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { amountFromEvent, sum } from '../../../kernel/money.js';
import { StudentDirectory } from '../../students/index.js';
import { feeOfLine } from '../domain/charge-run-plan.js';
import type { ChargeRunStudent } from '../domain/charge-run.events.js';
import { chargeTermFees, missingFees } from '../domain/charge-term-fees.js';
import { accountFold } from '../domain/student-account.fold.js';
import { accountStreamOf } from '../domain/student-account.events.js';
import type { StudentAccount } from '../domain/student-account.js';
import { SYSTEM_GATE } from '../ports.js';
import { SchoolRegister } from '../school-register.js';
import { SettledSettings } from '../settled-settings.js';
import { ChargeRunWork, type RunCause, type RunInWork } from './charge-run-work.js';

type Outcome = { readonly kind: 'charged' | 'alreadyCharged' | 'left'; readonly minor: bigint };

@Injectable()
export class ChargeRunner {
  /** Runs that this process works on. */
  private readonly working = new Set<Uuid>();

  constructor(
    private readonly log: CommandLog,
    private readonly work: ChargeRunWork,
    private readonly register: SchoolRegister,
    private readonly settings: SettledSettings,
    private readonly students: StudentDirectory,
    @Inject(SYSTEM_GATE) private readonly gate: EffectGate,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Works a run off in the background; nothing when it is not committed, done, cancelled, or in work
   * here. What goes wrong is logged, and the sweeper begins again.
   */
  begin(chargeRunId: Uuid, cause: RunCause): void {
    this.finish(chargeRunId, cause).catch((error: unknown) =>
      this.logger.error({ error: String(error), chargeRunId }, 'a charge run stopped half way'),
    );
  }

  private async finish(chargeRunId: Uuid, cause: RunCause): Promise<void> {
    const of = await this.work.open(chargeRunId, cause);
    const { committed, completed, cancelled } = of.run;
    const isOver = !committed || completed !== undefined || cancelled !== undefined;
    if (isOver || this.working.has(chargeRunId)) return;
    this.working.add(chargeRunId);
    try {
      await this.chargeAll(of);
    } finally {
      this.working.delete(chargeRunId);
    }
  }

  private async chargeAll(of: RunInWork): Promise<void> {
    const outcomes = await this.work.overStudents(
      of,
      (studentId) => studentId,
      (student) => this.charge(of, student),
    );
    const done = outcomes.filter((outcome) => outcome !== 'failed');
    const count = (kind: Outcome['kind']) => done.filter((o) => o.kind === kind).length;
    const { chargeRunId } = of;
    const { failed } = await this.work.runOf(chargeRunId);
    await this.work.record(of, 'completed', {
      type: 'ChargeRunCompleted',
      data: {
        charged: String(count('charged')),
        alreadyCharged: String(count('alreadyCharged')),
        failed: String(failed.size),
        totalMinor: sum(done.map(({ minor }) => minor)).toString(),
      },
    });
  }

  private async charge(of: RunInWork, student: ChargeRunStudent): Promise<Outcome> {
    const { chargeRunId } = of;
    const now = await this.work.runOf(chargeRunId);
    const isLeft = now.cancelled !== undefined || now.failed.has(student.studentId);
    if (isLeft) return { kind: 'left', minor: 0n };
    const account = await this.chargeAccount(of, student);
    const own = [...account.charges.values()].filter((c) => c.chargeRunId === chargeRunId);
    const minor = sum(own.map((charge) => charge.amountMinor));
    return { kind: own.length > 0 ? 'charged' : 'alreadyCharged', minor };
  }

  private async chargeAccount(of: RunInWork, student: ChargeRunStudent): Promise<StudentAccount> {
    const { studentId } = student;
    const { chargeRunId } = of;
    const plan = present(of.run.plan, `plan of ${chargeRunId}`);
    const school = await this.register.school();
    const { state } = await this.log.decideAndAppend({
      stream: accountStreamOf(studentId),
      fold: accountFold,
      context: this.work.contextOf(of, studentId),
      gate: this.settings.guard(this.gate, school),
      decide: (account, _books, now) => {
        assertAsPlanned(account, { student, termId: plan.termId });
        return chargeTermFees(account, {
          studentId,
          currency: school.currency,
          today: this.register.today(school, now),
          termId: plan.termId,
          effectiveDate: plan.effectiveDate,
          chargeRunId,
          feeScheduleVersion: Number(plan.feeScheduleVersion),
          fees: student.lines.map(feeOfLine),
        });
      },
      claim: () => this.assertStillToCharge(chargeRunId, studentId),
    });
    this.settings.moneyWasRecorded();
    return state;
  }

  /**
   * Asked when there is something to charge, within the time of the append: one who left since the
   * preview is a failed row, and behind the undoing of a cancelled run nobody is charged.
   */
  private async assertStillToCharge(chargeRunId: Uuid, studentId: Uuid): Promise<'claimed'> {
    const { status } = await this.students.getLive(studentId);
    if (status !== 'active') {
      const message = `Student ${studentId} is ${status}.`;
      throw new AppError('conflict', message, { code: 'student_not_active' });
    }
    const { cancelled } = await this.work.runOf(chargeRunId);
    if (cancelled === undefined) return 'claimed';
    const message = `Charge run ${chargeRunId} was cancelled.`;
    throw new AppError('conflict', message, { code: 'charge_run_cancelled' });
  }
}

/** What is missing must be what was frozen, or nothing: a moved account is not charged by surprise. */
function assertAsPlanned(
  account: StudentAccount,
  of: { student: ChargeRunStudent; termId: Uuid },
): void {
  const { student, termId } = of;
  const missing = missingFees(account, termId, student.lines.map(feeOfLine));
  const missingMinor = sum(missing.map((fee) => fee.amountMinor));
  const expected = sum(student.lines.map((line) => amountFromEvent(line.amountMinor)));
  if (missing.length === 0 || missingMinor === expected) return;
  throw new AppError('conflict', `Student ${student.studentId} was charged meanwhile.`, {
    code: 'preview_stale_student',
  });
}
