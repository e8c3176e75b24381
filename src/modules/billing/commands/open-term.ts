// Opens a scheduled term: it becomes the current one.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandLog } from '../../../eventstore/index.js';
import type { Uuid } from '../../../kernel/ids.js';
import { termAnswer, type TermAnswer } from '../answers.js';
import type { Authority, Written } from '../authority.js';
import { calendarFold, openTerm, termOf } from '../domain/calendar.js';
import { CALENDAR_STREAM } from '../domain/calendar.events.js';

export class OpenTerm extends Command<Written<TermAnswer>> {
  constructor(
    readonly termId: Uuid,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(OpenTerm)
export class OpenTermHandler implements ICommandHandler<OpenTerm> {
  constructor(private readonly log: CommandLog) {}

  /** @throws AppError as `openTerm`; what `CommandLog.decideAndAppend` throws. */
  async execute({ termId, by }: OpenTerm): Promise<Written<TermAnswer>> {
    const { state, revision, position, replayed } = await this.log.decideAndAppend({
      stream: CALENDAR_STREAM,
      fold: calendarFold,
      ...by,
      decide: (calendar) => openTerm(calendar, termId),
    });
    const answer = termAnswer(termOf(state, termId), state.currentTermId);
    return { answer, revision, position, replayed };
  }
}
