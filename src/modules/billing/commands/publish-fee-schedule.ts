// Publishes the fees of a term, all of them at once.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandLog } from '../../../eventstore/index.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { Authority, Written } from '../authority.js';
import { feeScheduleFold, publishFeeSchedule, type FeeLine } from '../domain/fee-schedule.js';
import { feeScheduleStreamOf } from '../domain/fee-schedule.events.js';
import { SchoolRegister } from '../school-register.js';
import { SettledSettings } from '../settled-settings.js';

export interface FeeScheduleAnswer {
  readonly version: number;
}

export class PublishFeeSchedule extends Command<Written<FeeScheduleAnswer>> {
  constructor(
    readonly termId: Uuid,
    readonly lines: readonly FeeLine[],
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(PublishFeeSchedule)
export class PublishFeeScheduleHandler implements ICommandHandler<PublishFeeSchedule> {
  constructor(
    private readonly log: CommandLog,
    private readonly register: SchoolRegister,
    private readonly settings: SettledSettings,
  ) {}

  /**
   * @throws AppError `not_found` (`term_not_found`); as `publishFeeSchedule`; what
   *   `CommandLog.decideAndAppend` throws.
   */
  async execute(command: PublishFeeSchedule): Promise<Written<FeeScheduleAnswer>> {
    const { termId, lines, by } = command;
    await this.register.term(termId);
    const school = await this.register.school();
    const { currency } = school;
    const { state, revision, position, replayed } = await this.log.decideAndAppend({
      stream: feeScheduleStreamOf(termId),
      fold: feeScheduleFold,
      ...by,
      gate: this.settings.guard(by.gate, school),
      decide: (schedule) => publishFeeSchedule(schedule, { termId, currency, lines }),
    });
    return { answer: { version: state.version }, revision, position, replayed };
  }
}
