// One command on one student's account: what all of them need beside their own decision. The decision
// sees the account, the school's day and what is closed; the append is under the caller's gate.
import { Injectable } from '@nestjs/common';
import { CommandLog, type DecideAndAppend, type Decided } from '../../eventstore/index.js';
import type { NewFact } from '../../kernel/fact.js';
import type { Uuid } from '../../kernel/ids.js';
import { StudentDirectory } from '../students/index.js';
import type { Authority } from './authority.js';
import type { AccountHolder } from './domain/account-batch.js';
import type { BooksDay } from './domain/effective-date.js';
import type { School } from './domain/school.js';
import { accountFold } from './domain/student-account.fold.js';
import { accountStreamOf, type AccountFact } from './domain/student-account.events.js';
import type { StudentAccount } from './domain/student-account.js';
import { SchoolRegister } from './school-register.js';
import { SettledSettings } from './settled-settings.js';

/** Where and when a decision is made. */
export interface AccountPlace extends AccountHolder, BooksDay {
  readonly school: School;
}

export interface AccountCommand {
  readonly studentId: Uuid;
  readonly by: Authority;
  /** Pure; throws AppError to refuse. */
  decide(account: StudentAccount, place: AccountPlace): readonly NewFact<AccountFact>[];
  /** As of `DecideAndAppend`, for what is claimed beside the account. */
  readonly attempt?: AccountAppend['attempt'];
  readonly claim?: AccountAppend['claim'];
}

type AccountAppend = DecideAndAppend<StudentAccount, AccountFact>;

@Injectable()
export class AccountCommands {
  constructor(
    private readonly log: CommandLog,
    private readonly register: SchoolRegister,
    private readonly settings: SettledSettings,
    private readonly students: StudentDirectory,
  ) {}

  /**
   * @throws AppError `not_found` (`student_not_found`); what `decide` refuses; what
   *   `CommandLog.decideAndAppend` throws.
   */
  async run(command: AccountCommand): Promise<Decided<StudentAccount, AccountFact>> {
    const { studentId, by, attempt, claim } = command;
    await this.students.assertRegistered(studentId);
    const school = await this.register.school();
    const decided = await this.log.decideAndAppend({
      stream: accountStreamOf(studentId),
      fold: accountFold,
      ...by,
      ...(attempt && { attempt }),
      ...(claim && { claim }),
      gate: this.settings.guard(by.gate, school),
      decide: (account, { closedThrough }, now) => {
        const today = this.register.today(school, now);
        const place = { studentId, currency: school.currency, today, closedThrough, school };
        return command.decide(account, place);
      },
    });
    this.settings.moneyWasRecorded();
    return decided;
  }
}
