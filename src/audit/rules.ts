// Which rule an event follows, by its number in docs/rules.md: what a replay tells an auditor beside
// every change of a balance.
import type { RecordedFact } from '../kernel/fact.js';

export interface RuleName {
  /** Number in docs/rules.md; absent for facts that follow from the way the books are kept. */
  readonly number?: number;
  readonly text: string;
}

const OF_TYPE: Readonly<Record<string, RuleName>> = {
  StudentRegistered: { text: 'A student is registered once; the admission number is unique.' },
  AccountOpened: { text: 'An account opens with its first fact.' },
  PaymentRecorded: { number: 2, text: 'Money received is recorded, whatever is owed.' },
  PaymentAbandoned: { text: 'A payment that never came true gave its reference free.' },
};

const OF_CHARGE: Readonly<Record<string, RuleName>> = {
  term_fee: { number: 8, text: 'A fee of the term is charged once.' },
  ad_hoc: { number: 8, text: 'A charge was made by hand.' },
};

const OF_ALLOCATION: Readonly<Record<string, RuleName>> = {
  explicit: { number: 3, text: 'The payment pays the charges that were named.' },
  oldest_due: { number: 3, text: 'The payment pays the oldest due charge first.' },
  credit_on_charge: { number: 4, text: 'Credit meets the next charge by itself.' },
  credit_on_release: { number: 4, text: 'Credit meets what was outstanding by itself.' },
};

/** The rule behind an event; an event without one here would be a hole in the replay. */
export function ruleOf({ type, data }: RecordedFact): RuleName {
  const named =
    type === 'ChargeRaised'
      ? OF_CHARGE[textOf(data, 'kind')]
      : type === 'PaymentAllocated'
        ? OF_ALLOCATION[textOf(data, 'rule')]
        : OF_TYPE[type];
  return named ?? { text: `${type} is a fact of the books.` };
}

function textOf(data: object, key: string): string {
  const value = Object.entries(data).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : '';
}
