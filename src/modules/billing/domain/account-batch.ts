// A batch under construction: the facts of one command in their order, and the account as it is
// after each of them, so that the next step of the decision sees what the last one did.
import { AppError } from '../../../kernel/app-error.js';
import type { NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Currency } from '../../../kernel/money.js';
import { BatchRoom } from './batch-room.js';
import { settle } from './settle.js';
import { accountFold } from './student-account.fold.js';
import type { AccountFact, AllocationRule } from './student-account.events.js';
import type { StudentAccount } from './student-account.js';

/** Whose account it is, and in which currency the school bills. */
export interface AccountHolder {
  readonly studentId: Uuid;
  readonly currency: Currency;
  /** The school's local day. */
  readonly today: LocalDate;
}

export class AccountBatch {
  readonly facts: NewFact<AccountFact>[] = [];

  private constructor(private current: StudentAccount) {}

  /**
   * Starts a batch; an account without facts opens with it.
   * @throws AppError `conflict` (`currency_mismatch`) when the account has another currency.
   */
  static on(account: StudentAccount, holder: AccountHolder): AccountBatch {
    const batch = new AccountBatch(account);
    const { studentId, currency, today } = holder;
    if (account.opened === undefined) {
      batch.add({ type: 'AccountOpened', data: { studentId, currency, openedOn: today } });
    } else if (account.opened.currency !== currency) {
      throw new AppError('conflict', `This account is kept in ${account.opened.currency}.`, {
        code: 'currency_mismatch',
      });
    }
    return batch;
  }

  get account(): StudentAccount {
    return this.current;
  }

  add(...facts: readonly NewFact<AccountFact>[]): this {
    for (const fact of facts) {
      this.facts.push(fact);
      this.current = accountFold.evolve(this.current, fact);
    }
    return this;
  }

  /** The last rule of every command; as far as one append holds it. */
  settled(rule: AllocationRule): readonly NewFact<AccountFact>[] {
    return this.add(...settle(this.current, rule, new BatchRoom(this.facts))).facts;
  }
}
