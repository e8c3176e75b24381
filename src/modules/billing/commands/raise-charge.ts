// Charges one student by hand.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { chargeByHandIdOf, type Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { positiveAmount } from '../../../kernel/money.js';
import { AccountCommands } from '../account-commands.js';
import { raiseChargeAnswer, type RaiseChargeAnswer } from '../answers.js';
import type { Authority, Written } from '../authority.js';
import { raiseCharge } from '../domain/raise-charge.js';
import { SchoolRegister } from '../school-register.js';

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
    private readonly accounts: AccountCommands,
    private readonly register: SchoolRegister,
  ) {}

  /**
   * @throws AppError `invalid` (`amount_out_of_range`) · `not_found` (`term_not_found`); as
   *   `raiseCharge` and `AccountCommands.run`.
   */
  async execute({ studentId, charge, by }: RaiseCharge): Promise<Written<RaiseChargeAnswer>> {
    const amountMinor = positiveAmount(charge.amountMinor);
    await this.register.term(charge.termId);
    const chargeId = chargeByHandIdOf({ commandId: by.context.commandId, studentId });
    const { facts, state, ...written } = await this.accounts.run({
      studentId,
      by,
      decide: (account, place) =>
        raiseCharge(account, {
          effectiveDate: place.today,
          priority: PRIORITY_DEFAULT,
          ...charge,
          ...place,
          chargeId,
          amountMinor,
        }),
    });
    const { revision, position, replayed } = written;
    return { answer: raiseChargeAnswer(facts, state), revision, position, replayed };
  }
}
