// Cancels a charge run: it charges nobody else, and whatever it charged is undone in the background.
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandLog, SUBJECT_KEYS } from '../../../eventstore/index.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { SubjectKeyMaker } from '../../students/index.js';
import type { Authority, Written } from '../authority.js';
import { chargeRunAnswer, type ChargeRunAnswer } from '../charge-run-answer.js';
import { cancelChargeRun } from '../domain/cancel-charge-run.js';
import { chargeRunFold } from '../domain/charge-run.js';
import { chargeRunStreamOf } from '../domain/charge-run.events.js';
import { assertEffective } from '../domain/effective-date.js';
import { reasonOf, type ReasonCode } from '../domain/reasons.js';
import { ChargeRunUndoer } from '../processes/undo-charge-run.js';
import { SchoolRegister } from '../school-register.js';

export interface CancelRunRequest {
  readonly reason: string;
  readonly reasonCode?: ReasonCode;
}

export class CancelChargeRun extends Command<Written<ChargeRunAnswer>> {
  constructor(
    readonly chargeRunId: Uuid,
    readonly request: CancelRunRequest,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(CancelChargeRun)
export class CancelChargeRunHandler implements ICommandHandler<CancelChargeRun> {
  constructor(
    private readonly log: CommandLog,
    private readonly register: SchoolRegister,
    private readonly undoer: ChargeRunUndoer,
    @Inject(SUBJECT_KEYS) private readonly keys: SubjectKeyMaker,
  ) {}

  /** @throws AppError as `cancelChargeRun`; `period_closed`; what `decideAndAppend` throws. */
  async execute(command: CancelChargeRun): Promise<Written<ChargeRunAnswer>> {
    const { chargeRunId, by } = command;
    const { facts, state, ...written } = await this.append(command);
    const { correlationId } = by.context;
    const [promise] = facts;
    if (promise !== undefined) {
      this.undoer.begin(chargeRunId, { causationId: promise.id, correlationId }, { isLast: false });
    }
    const { revision, position, replayed } = written;
    return { answer: chargeRunAnswer(chargeRunId, state), revision, position, replayed };
  }

  private async append({ chargeRunId, request, by }: CancelChargeRun) {
    const school = await this.register.school();
    const { schoolId } = school;
    // The words of the reason are sealed under the school's own key.
    await this.keys.ensure(schoolId);
    return this.log.decideAndAppend({
      stream: chargeRunStreamOf(chargeRunId),
      fold: chargeRunFold,
      ...by,
      decide: (run, { closedThrough }, now) => {
        const effectiveDate = this.register.today(school, now);
        assertEffective(effectiveDate, { today: effectiveDate, closedThrough });
        return cancelChargeRun(run, { schoolId, effectiveDate, reason: reasonOf(request) });
      },
    });
  }
}
