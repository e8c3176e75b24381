// What the page of an action knows: the account, the school's day and limit, and other students.
import { Inject, Injectable } from '@nestjs/common';
import { isPlainText } from '../http/schema.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { localDateOf } from '../kernel/local-date.js';
import { AccountQueries } from '../projections/account/account.queries.js';
import { SchoolQueries } from '../projections/school/school.queries.js';
import {
  StudentListQueries,
  type StudentListItem,
} from '../projections/student-directory/student-list.queries.js';
import type { ActionContext, ActionPlace, FoundStudent } from './actions/action.js';

const FOUND_MAX = 20;

@Injectable()
export class ActionContexts {
  constructor(
    private readonly accounts: AccountQueries,
    private readonly schools: SchoolQueries,
    private readonly students: StudentListQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found` (`student_not_found`). */
  async of(place: ActionPlace): Promise<ActionContext> {
    const [account, { school }] = await Promise.all([
      this.accounts.account(place.studentId),
      this.schools.settings(),
    ]);
    return {
      ...place,
      account,
      currency: account.currency,
      today: localDateOf(this.clock.now(), school.timeZone),
      fourEyesLimitMinor: school.fourEyesLimitMinor,
      findStudents: (text) => this.find(text, place.studentId),
    };
  }

  private async find(text: string, except: string): Promise<FoundStudent[]> {
    if (!isPlainText(text) || !text.isWellFormed()) return [];
    const { items } = await this.students.list({ q: text.slice(0, 100), limit: FOUND_MAX });
    return items.filter(({ id }) => id !== except).map(foundOf);
  }
}

function foundOf({ id, givenName, familyName, ...item }: StudentListItem): FoundStudent {
  const { admissionNo, class: studentClass, netMinor } = item;
  return { id, name: `${givenName} ${familyName}`, admissionNo, class: studentClass, netMinor };
}
