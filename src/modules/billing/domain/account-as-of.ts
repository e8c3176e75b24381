// The account as it was at the end of a day: the fold of what was in effect by then. Lines of an
// allocation are dated one by one, so a fact may count in part.
import { absurd } from '../../../kernel/assert.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { accountFold } from './student-account.fold.js';
import type { AccountFact, PaymentAllocated } from './student-account.events.js';
import type { StudentAccount } from './student-account.js';

/**
 * The account as of the end of a day, from all its facts in order. Allocation ids are renumbered
 * from 1 among the lines that count, and waiting credit may stand beside debt: it met it later.
 */
export function accountAsOf(facts: Iterable<AccountFact>, asOf: LocalDate): StudentAccount {
  let account = accountFold.initialState;
  for (const fact of facts) {
    const counted = inEffect(fact, asOf, account);
    if (counted !== undefined) account = accountFold.evolve(account, counted);
  }
  return account;
}

/** What of a fact counts on a day; nothing when it takes effect later. */
function inEffect(
  fact: AccountFact,
  asOf: LocalDate,
  account: StudentAccount,
): AccountFact | undefined {
  switch (fact.type) {
    case 'AccountOpened':
    case 'PaymentAbandoned':
      return fact;
    case 'ChargeRaised':
    case 'PaymentRecorded':
      return fact.data.effectiveDate > asOf ? undefined : fact;
    case 'PaymentAllocated':
      return linesInEffect(fact, asOf, account.allocations.size + 1);
    default:
      return absurd(fact);
  }
}

function linesInEffect(
  fact: PaymentAllocated,
  asOf: LocalDate,
  nextId: number,
): PaymentAllocated | undefined {
  const counted = fact.data.lines.filter((line) => line.effectiveDate <= asOf);
  if (counted.length === 0) return undefined;
  const lines = counted.map((line, i) => ({ ...line, allocationId: String(nextId + i) }));
  return { type: 'PaymentAllocated', data: { ...fact.data, lines } };
}
