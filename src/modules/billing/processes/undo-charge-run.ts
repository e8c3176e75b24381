// Undoes a cancelled charge run: every charge that it made is cancelled, account by account. It is gone
// through twice: at once, and again when no command that was under way at the cancellation can still
// be; only the second time says that it is done.
import { Inject, Injectable } from '@nestjs/common';
import { CommandLog, type EffectGate } from '../../../eventstore/index.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { cancelRunCharges } from '../domain/cancel-charge-run.js';
import type { ChargeRunCancelledData } from '../domain/charge-run.events.js';
import type { Reason } from '../domain/reasons.js';
import { accountFold } from '../domain/student-account.fold.js';
import { accountStreamOf } from '../domain/student-account.events.js';
import type { StudentAccount } from '../domain/student-account.js';
import { SYSTEM_GATE } from '../ports.js';
import { SchoolRegister } from '../school-register.js';
import { ChargeRunWork, type RunCause, type RunInWork } from './charge-run-work.js';

@Injectable()
export class ChargeRunUndoer {
  /** Runs that this process undoes. */
  private readonly working = new Set<Uuid>();

  constructor(
    private readonly log: CommandLog,
    private readonly work: ChargeRunWork,
    private readonly register: SchoolRegister,
    @Inject(SYSTEM_GATE) private readonly gate: EffectGate,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One round in the background; with `isLast` it says afterwards that the run is undone. */
  begin(chargeRunId: Uuid, cause: RunCause, { isLast }: { isLast: boolean }): void {
    this.undo(chargeRunId, cause, isLast).catch((error: unknown) =>
      this.logger.error({ error: String(error), chargeRunId }, 'a charge run is undone half way'),
    );
  }

  private async undo(chargeRunId: Uuid, cause: RunCause, isLast: boolean): Promise<void> {
    const of = await this.work.open(chargeRunId, cause);
    const { cancelled, committed, undone } = of.run;
    const isOver = cancelled === undefined || !committed || undone !== undefined;
    if (isOver || this.working.has(chargeRunId)) return;
    this.working.add(chargeRunId);
    try {
      const outcomes = await this.cancelAll(of, cancelled);
      if (!isLast) return;
      const count = (kind: string) => String(outcomes.filter((o) => o === kind).length);
      const data = { cancelled: count('cancelled'), failed: count('failed') };
      await this.work.record(of, 'undone', { type: 'ChargeRunUndone', data });
    } finally {
      this.working.delete(chargeRunId);
    }
  }

  private cancelAll(of: RunInWork, cancelled: ChargeRunCancelledData) {
    return this.work.overStudents(
      of,
      (studentId) => `undo ${studentId}`,
      ({ studentId }) => this.cancelOwn(of, studentId, cancelled),
    );
  }

  /** @returns whether the account has charges of this run; they are all cancelled then. */
  private async cancelOwn(
    of: RunInWork,
    studentId: Uuid,
    cancelled: ChargeRunCancelledData,
  ): Promise<'cancelled' | 'nothing'> {
    for (;;) {
      const { charges } = await this.cancelSome(of, studentId, cancelled);
      const own = [...charges.values()].filter((c) => c.chargeRunId === of.chargeRunId);
      if (own.length === 0) return 'nothing';
      if (own.every(({ cancelledOn }) => cancelledOn !== undefined)) return 'cancelled';
    }
  }

  /** Many charges take several appends; the second round decides again what the first one did. */
  private async cancelSome(
    of: RunInWork,
    studentId: Uuid,
    cancelled: ChargeRunCancelledData,
  ): Promise<StudentAccount> {
    const school = await this.register.school();
    const place = { studentId, currency: school.currency, chargeRunId: of.chargeRunId };
    const { state } = await this.log.decideAndAppend({
      stream: accountStreamOf(studentId),
      fold: accountFold,
      context: this.work.contextOf(of, `undo ${studentId}`),
      gate: this.gate,
      severalAppends: true,
      decide: (account, _books, now) => {
        const today = this.register.today(school, now);
        return cancelRunCharges(account, { ...place, today, ...cancellationOf(cancelled, today) });
      },
    });
    return state;
  }
}

function cancellationOf({ reasonCode, effectiveDate }: ChargeRunCancelledData, today: LocalDate) {
  const reason: Reason = { reasonCode: reasonCode === 'never_committed' ? 'other' : reasonCode };
  return { effectiveDate: effectiveDate ?? today, reason };
}
