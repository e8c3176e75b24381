// The account as it was at the end of a day: the fold of what was in effect by then. Lines of an
// allocation and of a release are dated one by one, so a fact may count in part.
import { present } from '../../../kernel/assert.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { AllocationReleased, PaymentAllocated } from './account-allocations.events.js';
import { accountFold } from './student-account.fold.js';
import type { AccountFact } from './student-account.events.js';
import type { StudentAccount } from './student-account.js';

/**
 * The account as of the end of a day, from all its facts in order. Allocation ids are renumbered
 * from 1 among the lines that count, and waiting credit may stand beside debt: it met it later.
 */
export function accountAsOf(facts: Iterable<AccountFact>, asOf: LocalDate): StudentAccount {
  const fold = new AccountAsOf(asOf);
  for (const fact of facts) fold.add(fact);
  return fold.account;
}

/** The same, fact by fact. */
export class AccountAsOf {
  private readonly renumbered: Renumbered = new Map();
  private counted: StudentAccount = accountFold.initialState;

  constructor(private readonly asOf: LocalDate) {}

  get account(): StudentAccount {
    return this.counted;
  }

  /** The next fact of the account's stream. */
  add(fact: AccountFact): void {
    const counted = inEffect(fact, this.asOf, this.renumbered);
    if (counted !== undefined) this.counted = accountFold.evolve(this.counted, counted);
  }
}

/** From the allocation ids of the log to those among the lines that count. */
type Renumbered = Map<string, string>;

/** What of a fact counts on a day; nothing when it takes effect later. */
function inEffect(
  fact: AccountFact,
  asOf: LocalDate,
  renumbered: Renumbered,
): AccountFact | undefined {
  if (fact.type === 'PaymentAllocated') return allocatedInEffect(fact, asOf, renumbered);
  if (fact.type === 'AllocationReleased') return releasedInEffect(fact, asOf, renumbered);
  if (fact.type === 'AccountOpened' || fact.type === 'PaymentAbandoned') return fact;
  return fact.data.effectiveDate > asOf ? undefined : fact;
}

function allocatedInEffect(
  fact: PaymentAllocated,
  asOf: LocalDate,
  renumbered: Renumbered,
): PaymentAllocated | undefined {
  const counted = fact.data.lines.filter((line) => line.effectiveDate <= asOf);
  if (counted.length === 0) return undefined;
  const lines = counted.map((line) => {
    const allocationId = String(renumbered.size + 1);
    renumbered.set(line.allocationId, allocationId);
    return { ...line, allocationId };
  });
  return { type: 'PaymentAllocated', data: { ...fact.data, lines } };
}

/** A release is never dated before the line that it takes back, so that line counts too. */
function releasedInEffect(
  fact: AllocationReleased,
  asOf: LocalDate,
  renumbered: Renumbered,
): AllocationReleased | undefined {
  const counted = fact.data.lines.filter((line) => line.effectiveDate <= asOf);
  if (counted.length === 0) return undefined;
  const lines = counted.map((line) => ({
    ...line,
    allocationId: present(renumbered.get(line.allocationId), `allocation ${line.allocationId}`),
  }));
  return { type: 'AllocationReleased', data: { ...fact.data, lines } };
}
