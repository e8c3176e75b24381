// Which rule an event follows, by its number in docs/rules.md: what a replay tells an auditor beside
// every change of a balance.
import type {
  AccountFact,
  AllocationRule,
  ChargeKind,
  ReleaseCause,
} from '../modules/billing/index.js';
import type { StudentFact } from '../modules/students/index.js';

export interface RuleName {
  /** Number in docs/rules.md; absent for facts that follow from the way the books are kept. */
  readonly number?: number;
  readonly text: string;
}

type Told = (AccountFact | StudentFact)['type'];

/** Of every fact of a student, but those whose rule depends on what they say. */
const OF_TYPE: Readonly<
  Record<Exclude<Told, 'ChargeRaised' | 'PaymentAllocated' | 'AllocationReleased'>, RuleName>
> = {
  StudentRegistered: { text: 'A student is registered once; the admission number is unique.' },
  StudentRegistrationAbandoned: {
    text: 'A registration that never came true gave its number free.',
  },
  StudentDetailsCorrected: { text: 'Details are corrected; what they were stays in the history.' },
  AdmissionNumberReleased: {
    text: 'A claim on an admission number counts no more: another took the number.',
  },
  ClassAssigned: { text: 'A class counts from its day on.' },
  StudentWithdrawn: { number: 2, text: 'A student left, and may still pay.' },
  StudentGraduated: { number: 2, text: 'A student finished school, and may still pay.' },
  StudentReadmitted: { text: 'A student came back.' },
  AccountOpened: { text: 'An account opens with its first fact.' },
  ChargeCancelled: {
    number: 6,
    text: 'A wrong charge is undone, and what paid it becomes credit.',
  },
  AdjustmentApplied: { number: 13, text: 'What is owed is lowered, in a line of its own.' },
  AdjustmentReversed: { number: 6, text: 'An adjustment is taken back.' },
  PaymentRecorded: { number: 2, text: 'Money received is recorded, whatever is owed.' },
  CreditHoldSet: {
    number: 4,
    text: 'Credit waits while it is held, and meets what is owed after.',
  },
  PaymentReversed: { number: 6, text: 'A payment is undone, and what it paid is open again.' },
  RefundIssued: { number: 6, text: 'Credit is given back, at most what is left of its payment.' },
  RefundReversed: { number: 6, text: 'A refund is undone: the money is there again.' },
  PaymentAbandoned: { number: 2, text: 'A payment that never came true gave its reference free.' },
};

const OF_CHARGE: Readonly<Record<ChargeKind, RuleName>> = {
  term_fee: { number: 8, text: 'A fee of the term is charged once.' },
  ad_hoc: { text: 'A charge was made by hand.' },
  late_fee: { text: 'A charge was late.' },
  opening: { text: 'A balance was brought in.' },
  refund_recovery: {
    number: 6,
    text: 'Money given back of a payment that was none is asked back.',
  },
};

const OF_ALLOCATION: Readonly<Record<AllocationRule, RuleName>> = {
  explicit: { number: 3, text: 'The payment pays the charges that were named.' },
  oldest_due: { number: 3, text: 'The payment pays the oldest due charge first.' },
  credit_on_charge: { number: 4, text: 'Credit meets the next charge by itself.' },
  credit_on_release: { number: 4, text: 'Credit meets what was outstanding by itself.' },
};

const OF_RELEASE: Readonly<Record<ReleaseCause, RuleName>> = {
  payment_reversed: { number: 6, text: 'A payment that is undone pays nothing any more.' },
  charge_cancelled: { number: 6, text: 'A charge that is undone needs no money.' },
  adjusted_below: { number: 4, text: 'What was paid beyond the lowered charge becomes credit.' },
  reallocated: { number: 3, text: 'The money pays another charge instead.' },
};

/** The rule behind a fact of a student. */
export function ruleOf(fact: AccountFact | StudentFact): RuleName {
  if (fact.type === 'ChargeRaised') return OF_CHARGE[fact.data.kind];
  if (fact.type === 'PaymentAllocated') return OF_ALLOCATION[fact.data.rule];
  if (fact.type === 'AllocationReleased') return OF_RELEASE[fact.data.cause];
  return OF_TYPE[fact.type];
}
