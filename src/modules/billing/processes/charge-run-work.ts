// Work on the frozen students of a run, charging them or undoing it: four at a time, in frozen order.
// A student's own failure is recorded and stops nobody else (rule 8); a store that is down stops the
// work, and the sweeper begins again.
import { Inject, Injectable } from '@nestjs/common';
import { CommandLog, type CommandContext } from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import { commandIdOf, type Uuid } from '../../../kernel/ids.js';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { chargeRunFold, type ChargeRun } from '../domain/charge-run.js';
import {
  chargeRunStreamOf,
  type ChargeRunFact,
  type ChargeRunStudent,
} from '../domain/charge-run.events.js';
import { inParallel } from './in-parallel.js';

const STUDENTS_AT_ONCE = 4;

/** The promise that the work keeps, and the request that it came from. */
export interface RunCause {
  readonly causationId: Uuid;
  readonly correlationId: Uuid;
}

export interface RunInWork {
  readonly chargeRunId: Uuid;
  readonly run: ChargeRun;
  readonly context: Omit<CommandContext, 'commandId'>;
}

@Injectable()
export class ChargeRunWork {
  constructor(
    private readonly log: CommandLog,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The run as the log has it now. */
  async runOf(chargeRunId: Uuid): Promise<ChargeRun> {
    return (await this.log.load(chargeRunStreamOf(chargeRunId), chargeRunFold)).state;
  }

  async open(chargeRunId: Uuid, cause: RunCause): Promise<RunInWork> {
    const { causationId, correlationId } = cause;
    const by = { principal: 'system:charge-run', actorRole: 'system' } as const;
    const context = { ...by, causationId, correlationId };
    return { chargeRunId, run: await this.runOf(chargeRunId), context };
  }

  /** Context of one step: the same step again is the same command. */
  contextOf({ chargeRunId, context }: RunInWork, item: string): CommandContext {
    return { ...context, commandId: commandIdOf(chargeRunStreamOf(chargeRunId), item) };
  }

  /**
   * Acts on each student; `failed` where that failed, which is recorded under the item of the step.
   * @throws AppError `unavailable`: the work stops and is taken up again.
   */
  overStudents<T>(
    of: RunInWork,
    itemOf: (studentId: Uuid) => string,
    act: (student: ChargeRunStudent) => Promise<T>,
  ): Promise<(T | 'failed')[]> {
    return inParallel(of.run.students, STUDENTS_AT_ONCE, async (student) => {
      try {
        return await act(student);
      } catch (error) {
        const { studentId } = student;
        await this.recordFailure(of, { studentId, item: itemOf(studentId), error });
        return 'failed';
      }
    });
  }

  private async recordFailure(
    of: RunInWork,
    { studentId, item, error }: { studentId: Uuid; item: string; error: unknown },
  ): Promise<void> {
    const code = failureCodeOf(error);
    const { chargeRunId } = of;
    this.logger.warn({ error: String(error), chargeRunId, studentId }, 'a student of a run failed');
    await this.record(of, item, { type: 'ChargeRunStudentFailed', data: { studentId, code } });
  }

  /** A fact of the run itself, once; nothing when the run is over by then. */
  async record(of: RunInWork, item: string, fact: ChargeRunFact): Promise<void> {
    await this.log.decideAndAppend({
      stream: chargeRunStreamOf(of.chargeRunId),
      fold: chargeRunFold,
      context: this.contextOf(of, item),
      decide: (run) => (isOver(run, of.run) ? [] : [fact]),
    });
  }
}

/** Whether work that was begun on this run has met its end, or the run's cancellation, meanwhile. */
function isOver(now: ChargeRun, begunOn: ChargeRun): boolean {
  if (begunOn.cancelled === undefined) {
    return now.completed !== undefined || now.cancelled !== undefined;
  }
  return now.undone !== undefined;
}

/** A student's own failure; a store that is down is the run's. */
function failureCodeOf(error: unknown): string {
  if (error instanceof AppError && error.kind === 'unavailable') throw error;
  return error instanceof AppError ? error.code : 'account_unreadable';
}
