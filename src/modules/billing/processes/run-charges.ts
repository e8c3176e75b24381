// Works a committed charge run off: four students at a time, in frozen order, each account deciding
// what is missing. After a crash it starts over from the first student; a done one costs a fold.
import { Inject, Injectable } from '@nestjs/common';
import { CommandLog, type CommandContext, type EffectGate } from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import { present } from '../../../kernel/assert.js';
import { commandIdOf, type Uuid } from '../../../kernel/ids.js';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { amountFromEvent, sum } from '../../../kernel/money.js';
import { StudentDirectory } from '../../students/index.js';
import { chargeRunFold, feeOfLine, type ChargeRun } from '../domain/charge-run.js';
import {
  chargeRunStreamOf,
  type ChargeRunFact,
  type ChargeRunStudent,
} from '../domain/charge-run.events.js';
import { chargeTermFees, missingFees } from '../domain/charge-term-fees.js';
import { accountFold } from '../domain/student-account.fold.js';
import { accountStreamOf } from '../domain/student-account.events.js';
import type { StudentAccount } from '../domain/student-account.js';
import { SYSTEM_GATE } from '../ports.js';
import { SchoolRegister } from '../school-register.js';
import { SettledSettings } from '../settled-settings.js';
import { inParallel } from './in-parallel.js';

const STUDENTS_AT_ONCE = 4;

/** The commitment of a run, and the request that it came from. */
export interface RunCause {
  readonly causationId: Uuid;
  readonly correlationId: Uuid;
}

interface RunInWork {
  readonly chargeRunId: Uuid;
  readonly run: ChargeRun;
  readonly context: Omit<CommandContext, 'commandId'>;
}

type Outcome = { readonly kind: 'charged' | 'alreadyCharged' | 'failed'; readonly minor: bigint };

@Injectable()
export class ChargeRunner {
  /** Runs that this process works on. */
  private readonly working = new Set<Uuid>();

  constructor(
    private readonly log: CommandLog,
    private readonly register: SchoolRegister,
    private readonly settings: SettledSettings,
    private readonly students: StudentDirectory,
    @Inject(SYSTEM_GATE) private readonly gate: EffectGate,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Works a run off in the background; nothing when it is not committed, done, or in work here.
   * What goes wrong is logged, and the sweeper begins again.
   */
  begin(chargeRunId: Uuid, cause: RunCause): void {
    this.finish(chargeRunId, cause).catch((error: unknown) =>
      this.logger.error({ error: String(error), chargeRunId }, 'a charge run stopped half way'),
    );
  }

  private async finish(chargeRunId: Uuid, cause: RunCause): Promise<void> {
    const { state: run } = await this.log.load(chargeRunStreamOf(chargeRunId), chargeRunFold);
    const isOver = !run.committed || run.completed !== undefined || run.cancelled;
    if (isOver || this.working.has(chargeRunId)) return;
    this.working.add(chargeRunId);
    try {
      const context = { principal: 'system:charge-run', actorRole: 'system' as const, ...cause };
      await this.work({ chargeRunId, run, context });
    } finally {
      this.working.delete(chargeRunId);
    }
  }

  private async work(of: RunInWork): Promise<void> {
    const outcomes = await inParallel(of.run.students, STUDENTS_AT_ONCE, (student) =>
      this.charge(of, student),
    );
    const count = (kind: Outcome['kind']) => outcomes.filter((o) => o.kind === kind).length;
    await this.record(of, 'completed', {
      type: 'ChargeRunCompleted',
      data: {
        charged: String(count('charged')),
        alreadyCharged: String(count('alreadyCharged')),
        failed: String(count('failed')),
        totalMinor: sum(outcomes.map(({ minor }) => minor)).toString(),
      },
    });
  }

  private async charge(of: RunInWork, student: ChargeRunStudent): Promise<Outcome> {
    const { chargeRunId, run } = of;
    const { studentId } = student;
    const known = run.failed.get(studentId);
    if (known !== undefined) return { kind: 'failed', minor: 0n };
    try {
      const account = await this.chargeAccount(of, student);
      const own = [...account.charges.values()].filter((c) => c.chargeRunId === chargeRunId);
      const minor = sum(own.map((charge) => charge.amountMinor));
      return { kind: own.length > 0 ? 'charged' : 'alreadyCharged', minor };
    } catch (error) {
      const code = failureCodeOf(error);
      this.logger.warn({ error: String(error), chargeRunId, studentId }, 'student not charged');
      const data = { studentId, code };
      await this.record(of, studentId, { type: 'ChargeRunStudentFailed', data });
      return { kind: 'failed', minor: 0n };
    }
  }

  private async chargeAccount(
    { chargeRunId, run, context }: RunInWork,
    student: ChargeRunStudent,
  ): Promise<StudentAccount> {
    const { studentId } = student;
    const plan = present(run.plan, `plan of ${chargeRunId}`);
    await this.students.get(studentId);
    const school = await this.register.school();
    const { state } = await this.log.decideAndAppend({
      stream: accountStreamOf(studentId),
      fold: accountFold,
      context: {
        ...context,
        commandId: commandIdOf(chargeRunStreamOf(chargeRunId), studentId),
      },
      gate: this.settings.guard(this.gate, school),
      decide: (account, _books, now) => {
        const fees = student.lines.map(feeOfLine);
        assertAsPlanned(account, { student, termId: plan.termId });
        return chargeTermFees(account, {
          studentId,
          currency: school.currency,
          today: this.register.today(school, now),
          termId: plan.termId,
          effectiveDate: plan.effectiveDate,
          chargeRunId,
          feeScheduleVersion: Number(plan.feeScheduleVersion),
          fees,
        });
      },
    });
    this.settings.moneyWasRecorded();
    return state;
  }

  /** A fact of the run itself, once: `item` is the student, or the end of the run. */
  private async record(of: RunInWork, item: string, fact: ChargeRunFact): Promise<void> {
    const stream = chargeRunStreamOf(of.chargeRunId);
    await this.log.decideAndAppend({
      stream,
      fold: chargeRunFold,
      context: { ...of.context, commandId: commandIdOf(stream, item) },
      decide: (run) => (run.completed === undefined ? [fact] : []),
    });
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

/** A student's own failure; a store that is down is the run's, which then stops and is resumed. */
function failureCodeOf(error: unknown): string {
  if (error instanceof AppError && error.kind === 'unavailable') throw error;
  return error instanceof AppError ? error.code : 'account_unreadable';
}
