// The school's settings and terms as commands need them, without a read of the log for each command.
// Another instance's change of a name is seen within a second; what amounts and days are written in
// can't change any more once the books hold money.
import { Inject, Injectable } from '@nestjs/common';
import { CommandLog } from '../../eventstore/index.js';
import { AppError } from '../../kernel/app-error.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import type { Uuid } from '../../kernel/ids.js';
import { localDateOf, type LocalDate } from '../../kernel/local-date.js';
import { calendarFold, termOf, type Calendar, type Term } from './domain/calendar.js';
import { CALENDAR_STREAM } from './domain/calendar.events.js';
import { schoolFold, type School } from './domain/school.js';
import { SCHOOL_STREAM } from './domain/school.events.js';

const SETTINGS_MILLISECONDS = 1_000;
const MINUTE_MILLISECONDS = 60_000;

interface Seen<T> {
  readonly value: T;
  /** Milliseconds since 1970, of the injected clock. */
  readonly at: number;
}

@Injectable()
export class SchoolRegister {
  private settings: Seen<School> | undefined;
  /** One read serves all commands that find the settings too old at the same moment. */
  private reading: Promise<School> | undefined;
  private calendar: Calendar = calendarFold.initialState;
  private day: (Seen<LocalDate> & { readonly timeZone: string }) | undefined;

  constructor(
    private readonly log: CommandLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Settings, at most one second old. @throws AppError `unavailable` (`school_not_configured`). */
  async school(): Promise<School> {
    const now = this.clock.now().getTime();
    const { settings } = this;
    if (settings !== undefined && Math.abs(now - settings.at) < SETTINGS_MILLISECONDS)
      return settings.value;
    this.reading ??= this.readSchool().finally(() => (this.reading = undefined));
    return this.reading;
  }

  /** Settings as the log has them now. @throws as `school`. */
  async readSchool(): Promise<School> {
    const at = this.clock.now().getTime();
    const { state } = await this.log.load(SCHOOL_STREAM, schoolFold);
    if (state === undefined) {
      throw new AppError('unavailable', 'The school is being set up.', {
        code: 'school_not_configured',
        retryAfterSeconds: 2,
      });
    }
    this.settings = { value: state, at };
    return state;
  }

  /** The school's local day now, or at another instant. */
  today({ timeZone }: School, now: Date = this.clock.now()): LocalDate {
    const at = Math.floor(now.getTime() / MINUTE_MILLISECONDS);
    // Days end on a whole minute in every zone, and making a date format costs more than a command.
    if (this.day?.at !== at || this.day.timeZone !== timeZone) {
      this.day = { value: localDateOf(now, timeZone), at, timeZone };
    }
    return this.day.value;
  }

  /** A term, for ever the same: read only when it is not known yet. @throws as `termOf`. */
  async term(termId: Uuid): Promise<Term> {
    return this.calendar.terms.get(termId) ?? termOf(await this.readCalendar(), termId);
  }

  async readCalendar(): Promise<Calendar> {
    this.calendar = (await this.log.load(CALENDAR_STREAM, calendarFold)).state;
    return this.calendar;
  }

  /** Names of terms by id; of these at least. */
  async termNames(termIds: Iterable<Uuid | undefined>): Promise<ReadonlyMap<Uuid, string>> {
    const names = new Map<Uuid, string>();
    for (const termId of termIds) {
      if (termId !== undefined) names.set(termId, (await this.term(termId)).name);
    }
    return names;
  }
}
