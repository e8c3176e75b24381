// Whatever commands come, however far back-dated: the invariants hold after each of them, now and as of
// every day up to then. Slow on purpose: it looks at a million days.
import { plusDays } from '../../src/kernel/local-date.js';
import { AccountAsOf } from '../../src/modules/billing/domain/account-as-of.js';
import { accountTotals, termRows } from '../../src/modules/billing/domain/account-figures.js';
import { accountFold } from '../../src/modules/billing/domain/student-account.fold.js';
import { assertSoundAsOfAnyDay } from '../../src/modules/billing/domain/student-account.invariants.js';
import type { AccountFact } from '../../src/modules/billing/domain/student-account.events.js';
import type { StudentAccount } from '../../src/modules/billing/domain/student-account.js';
import { RandomAccount } from './account-model.js';

const COMMANDS = 40;

/** All days of one history, each with the account as it was at its end. */
class Days {
  private readonly facts: AccountFact[] = [];
  private readonly days: AccountAsOf[] = [];
  looks = 0;

  constructor(private readonly history: RandomAccount) {}

  add(facts: readonly AccountFact[]): void {
    const { firstDay, today } = this.history;
    for (const day of this.days) for (const fact of facts) day.add(fact);
    this.facts.push(...facts);
    while (plusDays(firstDay, this.days.length) <= today) {
      const day = new AccountAsOf(plusDays(firstDay, this.days.length));
      for (const fact of this.facts) day.add(fact);
      this.days.push(day);
    }
  }

  assertSound(): void {
    for (const { account } of this.days) {
      assertSoundAsOfAnyDay(account);
      assertRowsAddUp(account);
      this.looks += 1;
    }
  }
}

/** Rule 5: the rows of the terms less credit are the net, on every date. */
function assertRowsAddUp(account: StudentAccount): void {
  const { creditMinor, netMinor } = accountTotals(account);
  const rows = termRows(account).reduce((sum, row) => sum + row.outstandingMinor, 0n);
  if (rows - creditMinor !== netMinor) throw new Error('rows − credit = net');
}

export function accountModelSuite(firstSeed: number, lastSeed: number): void {
  describe(`accounts of the seeds ${firstSeed} to ${lastSeed}`, () => {
    it(`keep the invariants after each of ${COMMANDS} commands, as of every day`, () => {
      let looks = 0;
      let accepted = 0;
      for (let seed = firstSeed; seed <= lastSeed; seed += 1) {
        const history = new RandomAccount(seed);
        const days = new Days(history);
        try {
          for (let n = 0; n < COMMANDS; n += 1) {
            days.add(history.next(n));
            accountFold.assertInvariants(history.account);
            days.assertSound();
          }
        } catch (cause) {
          throw new Error(`seed ${seed}`, { cause });
        }
        looks += days.looks;
        accepted += history.accepted;
      }
      // The commands are not refused for the most part, or nothing would be shown.
      expect(accepted).toBeGreaterThan((lastSeed - firstSeed + 1) * COMMANDS * 0.6);
      expect(looks).toBeGreaterThan(500_000);
    });
  });
}
