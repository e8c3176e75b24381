// Schedules a term; the first one of a school year defines that year.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandLog } from '../../../eventstore/index.js';
import { createdIdOf } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { termAnswer, type TermAnswer } from '../answers.js';
import type { Authority, Written } from '../authority.js';
import { calendarFold, scheduleTerm, termOf } from '../domain/calendar.js';
import { CALENDAR_STREAM } from '../domain/calendar.events.js';
import { SchoolRegister } from '../school-register.js';

export interface TermRequest {
  readonly name: string;
  readonly schoolYear: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
}

export class ScheduleTerm extends Command<Written<TermAnswer>> {
  constructor(
    readonly term: TermRequest,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(ScheduleTerm)
export class ScheduleTermHandler implements ICommandHandler<ScheduleTerm> {
  constructor(
    private readonly log: CommandLog,
    private readonly register: SchoolRegister,
  ) {}

  /** @throws AppError as `scheduleTerm`; what `CommandLog.decideAndAppend` throws. */
  async execute({ term, by }: ScheduleTerm): Promise<Written<TermAnswer>> {
    const { schoolYearStartsOn } = await this.register.school();
    const termId = createdIdOf(by.context.commandId, 'term');
    const { state, revision, position, replayed } = await this.log.decideAndAppend({
      stream: CALENDAR_STREAM,
      fold: calendarFold,
      ...by,
      decide: (calendar) => scheduleTerm(calendar, { termId, ...term }, schoolYearStartsOn),
    });
    const answer = termAnswer(termOf(state, termId), state.currentTermId);
    return { answer, revision, position, replayed };
  }
}
