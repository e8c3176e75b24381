// Charges one student by hand.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandLog } from '../../../eventstore/index.js';
import { chargeByHandIdOf, type Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { positiveAmount } from '../../../kernel/money.js';
import { StudentDirectory } from '../../students/index.js';
import { raiseChargeAnswer, type RaiseChargeAnswer } from '../answers.js';
import type { Authority, Written } from '../authority.js';
import { raiseCharge } from '../domain/raise-charge.js';
import { accountFold } from '../domain/student-account.fold.js';
import { accountStreamOf } from '../domain/student-account.events.js';
import { SchoolRegister } from '../school-register.js';
import { SettledSettings } from '../settled-settings.js';

export const PRIORITY_DEFAULT = 100;

export interface ChargeRequest {
  readonly feeCode: string;
  readonly description: string;
  /** Minor units. */
  readonly amountMinor: number;
  readonly dueOn: LocalDate;
  readonly termId: Uuid;
  /** Today when absent. */
  readonly effectiveDate?: LocalDate;
  readonly priority?: number;
}

export class RaiseCharge extends Command<Written<RaiseChargeAnswer>> {
  constructor(
    readonly studentId: Uuid,
    readonly charge: ChargeRequest,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(RaiseCharge)
export class RaiseChargeHandler implements ICommandHandler<RaiseCharge> {
  constructor(
    private readonly log: CommandLog,
    private readonly register: SchoolRegister,
    private readonly settings: SettledSettings,
    private readonly students: StudentDirectory,
  ) {}

  /**
   * @throws AppError `invalid` (`amount_out_of_range`) · `not_found` (`student_not_found`,
   *   `term_not_found`); as `raiseCharge`; what `CommandLog.decideAndAppend` throws.
   */
  async execute({ studentId, charge, by }: RaiseCharge): Promise<Written<RaiseChargeAnswer>> {
    const amountMinor = positiveAmount(charge.amountMinor);
    await this.students.get(studentId);
    await this.register.term(charge.termId);
    const school = await this.register.school();
    const chargeId = chargeByHandIdOf({ commandId: by.context.commandId, studentId });
    const { facts, state, ...written } = await this.log.decideAndAppend({
      stream: accountStreamOf(studentId),
      fold: accountFold,
      ...by,
      gate: this.settings.guard(by.gate, school),
      decide: (account, { closedThrough }, now) => {
        const today = this.register.today(school, now);
        return raiseCharge(account, {
          effectiveDate: today,
          priority: PRIORITY_DEFAULT,
          ...charge,
          studentId,
          chargeId,
          amountMinor,
          currency: school.currency,
          today,
          closedThrough,
        });
      },
    });
    this.settings.moneyWasRecorded();
    const { revision, position, replayed } = written;
    return { answer: raiseChargeAnswer(facts, state), revision, position, replayed };
  }
}
