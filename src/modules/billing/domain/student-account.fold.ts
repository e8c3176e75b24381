// The fold of a student's account: from its facts, in order, to what the decisions read. Pure; only
// the maps that a fact touches are copied.
import type { Fold } from '../../../kernel/fact.js';
import { allocationReleased, paymentAllocated } from './account-allocations.fold.js';
import {
  adjustmentApplied,
  adjustmentReversed,
  chargeCancelled,
  chargeRaised,
} from './account-charges.fold.js';
import {
  creditHoldSet,
  paymentAbandoned,
  paymentRecorded,
  paymentReversed,
  refundIssued,
  refundReversed,
} from './account-payments.fold.js';
import { assertAccountInvariants } from './student-account.invariants.js';
import type { StudentAccount } from './student-account.js';
import type { AccountFact, AccountOpenedData } from './student-account.events.js';

const initialState: StudentAccount = {
  opened: undefined,
  charges: new Map(),
  payments: new Map(),
  allocations: new Map(),
  adjustments: new Map(),
  refunds: new Map(),
  abandoned: new Set(),
};

type DataOf<T extends AccountFact['type']> = Extract<AccountFact, { type: T }>['data'];

/** What each type of fact changes. */
const changes: {
  readonly [T in AccountFact['type']]: (account: StudentAccount, data: DataOf<T>) => StudentAccount;
} = {
  AccountOpened: opened,
  ChargeRaised: chargeRaised,
  ChargeCancelled: chargeCancelled,
  AdjustmentApplied: adjustmentApplied,
  AdjustmentReversed: adjustmentReversed,
  PaymentRecorded: paymentRecorded,
  CreditHoldSet: creditHoldSet,
  PaymentReversed: paymentReversed,
  RefundIssued: refundIssued,
  RefundReversed: refundReversed,
  PaymentAllocated: paymentAllocated,
  AllocationReleased: allocationReleased,
  PaymentAbandoned: paymentAbandoned,
};

/** Fold of `studentAccount-<id>`; the invariants are asserted before an append and after a load. */
export const accountFold: Fold<StudentAccount, AccountFact> & {
  assertInvariants(account: StudentAccount): void;
} = { initialState, evolve, assertInvariants: assertAccountInvariants };

function evolve(account: StudentAccount, { type, data }: AccountFact): StudentAccount {
  const change = changes[type] as (account: StudentAccount, data: object) => StudentAccount;
  return change(account, data);
}

function opened(account: StudentAccount, data: AccountOpenedData): StudentAccount {
  const { studentId, currency } = data;
  return { ...account, opened: { studentId, currency } };
}
