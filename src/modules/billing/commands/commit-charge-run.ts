// Commits a charge run: what was previewed is what is promised, or it is refused as stale.
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  CommandLog,
  EVENT_STORE,
  type Decided,
  type EventStore,
} from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import { present } from '../../../kernel/assert.js';
import type { NewFact } from '../../../kernel/fact.js';
import { createdIdOf, type Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Authority, Written } from '../authority.js';
import { chargeRunAnswer, type ChargeRunAnswer } from '../charge-run-answer.js';
import { chargeRunFold, type ChargeRun } from '../domain/charge-run.js';
import { chargeRunStreamOf, type ChargeRunFact } from '../domain/charge-run.events.js';
import { assertEffective } from '../domain/effective-date.js';
import { factsOfPlan, nextFacts } from '../processes/freeze-plan.js';
import { ChargePlans, type ChargePlan } from '../processes/plan-charges.js';
import { ChargeRunner } from '../processes/run-charges.js';
import { STUDENT_ROSTER, type StudentRoster } from '../ports.js';
import { SchoolRegister } from '../school-register.js';

export interface ChargeRunRequest {
  readonly digest: string;
  readonly class?: string;
  /** Today when absent. */
  readonly effectiveDate?: LocalDate;
}

export class CommitChargeRun extends Command<Written<ChargeRunAnswer>> {
  constructor(
    readonly termId: Uuid,
    readonly run: ChargeRunRequest,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(CommitChargeRun)
export class CommitChargeRunHandler implements ICommandHandler<CommitChargeRun> {
  constructor(
    private readonly log: CommandLog,
    private readonly register: SchoolRegister,
    private readonly plans: ChargePlans,
    private readonly runner: ChargeRunner,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(STUDENT_ROSTER) private readonly roster: StudentRoster,
  ) {}

  /**
   * @throws AppError `conflict` (`preview_stale`, `period_closed`) · `rule_violated`
   *   (`date_in_future`) · `not_found` (`term_not_found`); `unavailable` (`read_model_behind`); what
   *   `CommandLog.decideAndAppend` throws.
   */
  async execute({ termId, run, by }: CommitChargeRun): Promise<Written<ChargeRunAnswer>> {
    const { context } = by;
    const chargeRunId = createdIdOf(context.commandId, 'chargeRun');
    const { state } = await this.log.load(chargeRunStreamOf(chargeRunId), chargeRunFold);
    const plan = state.committed ? undefined : await this.fresh(termId, run);
    const { facts, ...written } = await this.append(chargeRunId, { plan, run, by });
    const promise = present(facts.at(-1), 'ChargeRunCommitted of this command');
    if (!written.replayed) {
      const { correlationId } = context;
      this.runner.begin(chargeRunId, { causationId: promise.id, correlationId });
    }
    const { revision, position, replayed } = written;
    return { answer: chargeRunAnswer(chargeRunId, written.state), revision, position, replayed };
  }

  /** The plan as it is now, on a read model that has seen all that is in the log. */
  private async fresh(termId: Uuid, run: ChargeRunRequest): Promise<ChargePlan> {
    const [head] = await this.store.readAll({ direction: 'backwards', count: 1 });
    if (head !== undefined) await this.roster.waitFor(head.position);
    const plan = await this.plans.plan(termId, run.class);
    if (plan.digest === run.digest) return plan;
    throw new AppError('conflict', 'The preview is stale: something it rests on has changed.', {
      code: 'preview_stale',
      extra: { digest: plan.digest },
    });
  }

  /** Appends the frozen plan, its commitment last; goes on where a crash of this command stopped. */
  private async append(
    chargeRunId: Uuid,
    of: { plan: ChargePlan | undefined; run: ChargeRunRequest; by: Authority },
  ): Promise<Decided<ChargeRun, ChargeRunFact>> {
    const { plan, run, by } = of;
    const stream = chargeRunStreamOf(chargeRunId);
    const school = await this.register.school();
    for (;;) {
      const { state, commands } = await this.log.load(stream, chargeRunFold);
      const mark = commands.get(by.context.commandId);
      const goesOn = !state.committed && mark?.requestHash === by.context.requestHash;
      const written = await this.log.decideAndAppend({
        stream,
        fold: chargeRunFold,
        ...by,
        severalAppends: goesOn,
        decide: (before, { closedThrough }, now) => {
          const today = this.register.today(school, now);
          const effectiveDate = run.effectiveDate ?? today;
          if (before.plan === undefined) assertEffective(effectiveDate, { today, closedThrough });
          return commitChargeRun(before, plan && factsOfPlan(plan, effectiveDate));
        },
      });
      // Another process may have committed it under this very key: then the log has the answer.
      if (written.state.committed && written.facts.length > 0) return written;
    }
  }
}

/**
 * What is still to be frozen of a plan, and its commitment.
 * @throws AppError `conflict` (`charge_run_cancelled`) when it was put away half frozen.
 */
function commitChargeRun(
  run: ChargeRun,
  facts: readonly NewFact<ChargeRunFact>[] | undefined,
): NewFact<ChargeRunFact>[] {
  if (run.cancelled === undefined) return nextFacts(run, facts ?? []);
  throw new AppError('conflict', 'This run was never committed and was put away. Run it anew.', {
    code: 'charge_run_cancelled',
  });
}
