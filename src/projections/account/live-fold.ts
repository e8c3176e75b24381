// An account that is folded live, and the facts that it is the fold of.
import { assert } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import type { StudentAccount } from '../../modules/billing/index.js';
import type { LiveFact } from './live-facts.js';

export interface LiveFold {
  /** Now or as of a day. */
  readonly account: StudentAccount;
  /** All of them, also those that take effect later. */
  readonly facts: readonly LiveFact[];
  /** Numbers that receipt books gave, by payment. */
  readonly receiptNos: ReadonlyMap<Uuid, number>;
}

export type FactOf<T extends LiveFact['type']> = Extract<LiveFact, { type: T }>;

/** The fact that made a thing: that there is one is what the fold says. */
export function factOf<T extends LiveFact['type']>(
  { facts }: LiveFold,
  type: T,
  isIt: (fact: FactOf<T>) => boolean,
): FactOf<T> {
  const found = facts.find(
    (fact): fact is FactOf<T> => fact.type === type && isIt(fact as FactOf<T>),
  );
  assert(found !== undefined, `a ${type} made what the account has`);
  return found;
}
