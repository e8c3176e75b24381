// Changes the school's settings.
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandLog } from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import { present } from '../../../kernel/assert.js';
import { amountToApi } from '../../../kernel/money.js';
import type { Authority, Written } from '../authority.js';
import {
  configureSchool,
  schoolFold,
  touchesWhatIsSettled,
  type School,
  type SchoolSettings,
} from '../domain/school.js';
import { SCHOOL_STREAM } from '../domain/school.events.js';
import { EXCLUSIVE_BOOKS, type ExclusiveBooks } from '../ports.js';
import { SchoolRegister } from '../school-register.js';
import { SettledSettings } from '../settled-settings.js';

/** What is not given stays as it is. */
export type SettingsChange = Partial<SchoolSettings>;

export interface SchoolAnswer {
  readonly name: string;
  readonly currency: string;
  readonly currencyExponent: number;
  readonly timeZone: string;
  readonly schoolYearStartsOn: string;
  readonly fourEyesLimitMinor: number;
  readonly retentionYears: number;
}

export class ConfigureSchool extends Command<Written<SchoolAnswer>> {
  constructor(
    readonly change: SettingsChange,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(ConfigureSchool)
export class ConfigureSchoolHandler implements ICommandHandler<ConfigureSchool> {
  constructor(
    private readonly log: CommandLog,
    private readonly register: SchoolRegister,
    private readonly settled: SettledSettings,
    @Inject(EXCLUSIVE_BOOKS) private readonly books: ExclusiveBooks,
  ) {}

  /**
   * @throws AppError `conflict` (`currency_is_settled`, `time_zone_is_settled`) · `invalid`
   *   (`invalid_school_year_start`); what `CommandLog.decideAndAppend` throws.
   */
  async execute({ change, by }: ConfigureSchool): Promise<Written<SchoolAnswer>> {
    const school = await this.register.readSchool();
    if (!touchesWhatIsSettled(school, { ...school, ...change })) return this.append(change, by);
    const pass = await by.gate.enter();
    pass.leave();
    return this.books.whileHeld(() => this.append(change, { ...by, gate: undefined }));
  }

  private async append(
    change: SettingsChange,
    by: Omit<Authority, 'gate'> & { gate: Authority['gate'] | undefined },
  ): Promise<Written<SchoolAnswer>> {
    const { gate, ...rest } = by;
    const isCharged = gate === undefined && (await this.settled.areSettled());
    const written = await this.log.decideAndAppend({
      stream: SCHOOL_STREAM,
      fold: schoolFold,
      ...rest,
      ...(gate === undefined ? {} : { gate }),
      decide: (before) => {
        const school = present(before, 'the configured school');
        const settings = { ...school, ...change };
        // Somebody else changed meanwhile what can only be changed under the books' lock.
        if (gate !== undefined && touchesWhatIsSettled(school, settings)) throw changedMeanwhile();
        return configureSchool(school, settings, isCharged);
      },
    });
    const { state, revision, position, replayed } = written;
    await this.register.readSchool();
    const answer = schoolAnswer(present(state, 'the configured school'));
    return { answer, revision, position, replayed };
  }
}

function schoolAnswer(school: School): SchoolAnswer {
  const { name, currency, currencyExponent, timeZone, schoolYearStartsOn, retentionYears } = school;
  return {
    name,
    currency,
    currencyExponent,
    timeZone,
    schoolYearStartsOn,
    fourEyesLimitMinor: amountToApi(school.fourEyesLimitMinor),
    retentionYears,
  };
}

function changedMeanwhile(): AppError {
  return new AppError('unavailable', 'Somebody else changed the settings just now. Try again.', {
    code: 'busy',
    retryAfterSeconds: 1,
    extra: { effect: 'none' },
  });
}
