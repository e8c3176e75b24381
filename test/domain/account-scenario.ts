// Given facts, when a decision, then facts or a refusal: on one student's account, in literal figures.
import { AppError } from '../../src/kernel/app-error.js';
import type { NewFact } from '../../src/kernel/fact.js';
import { localDate, type LocalDate } from '../../src/kernel/local-date.js';
import { raiseCharge, type ChargeByHand } from '../../src/modules/billing/domain/raise-charge.js';
import {
  recordPayment,
  type PaymentToRecord,
} from '../../src/modules/billing/domain/record-payment.js';
import type {
  AccountFact,
  AccountOpened,
  ChargeRaised,
} from '../../src/modules/billing/domain/student-account.events.js';
import { accountFold } from '../../src/modules/billing/domain/student-account.fold.js';
import type { StudentAccount } from '../../src/modules/billing/domain/student-account.js';

export const STUDENT = '3d52ae10-0000-4000-8000-000000000001';
export const TERM = '7e120000-0000-4000-8000-000000000002';

export const day = (text: string): LocalDate => localDate(text);

/** A short id made a uuid: the tests read `idOf('c1')`. */
export const idOf = (short: string): string =>
  `00000000-0000-4000-8000-${Buffer.from(short).toString('hex').padStart(12, '0')}`;

export const opened: AccountOpened = {
  type: 'AccountOpened',
  data: { studentId: STUDENT, currency: 'USD', openedOn: day('2026-01-05') },
};

/** A charge that is there already: 120.00 due on 31 January unless the test says otherwise. */
export function charged(
  short: string,
  amountMinor: string,
  more: Partial<ChargeRaised['data']> = {},
): ChargeRaised {
  return {
    type: 'ChargeRaised',
    data: {
      chargeId: idOf(short),
      kind: 'ad_hoc',
      termId: TERM,
      feeCode: 'TUITION',
      description: 'Tuition',
      amountMinor,
      currency: 'USD',
      effectiveDate: day('2026-01-05'),
      dueOn: day('2026-01-31'),
      priority: '100',
      ...more,
    },
  };
}

export function accountOf(...facts: readonly AccountFact[]): StudentAccount {
  const account = facts.reduce(
    (state, fact) => accountFold.evolve(state, fact),
    accountFold.initialState,
  );
  accountFold.assertInvariants(account);
  return account;
}

/** 80.00 in cash today, 11 May 2026, nothing closed. */
export function payment(more: Partial<PaymentToRecord> = {}): PaymentToRecord {
  return {
    studentId: STUDENT,
    currency: 'USD',
    today: day('2026-05-11'),
    closedThrough: undefined,
    paymentId: idOf('p1'),
    amountMinor: 8_000n,
    method: 'cash',
    effectiveDate: day('2026-05-11'),
    holdCredit: false,
    receiptBook: '2026',
    secret: {},
    ...more,
  };
}

/** 120.00 for a trip, due on 30 June 2026. */
export function charge(more: Partial<ChargeByHand> = {}): ChargeByHand {
  return {
    studentId: STUDENT,
    currency: 'USD',
    today: day('2026-05-11'),
    closedThrough: undefined,
    chargeId: idOf('c1'),
    termId: TERM,
    feeCode: 'TRIP',
    description: 'Trip to the museum',
    amountMinor: 12_000n,
    dueOn: day('2026-06-30'),
    effectiveDate: day('2026-05-11'),
    priority: 100,
    ...more,
  };
}

export const pay = (account: StudentAccount, more: Partial<PaymentToRecord> = {}) =>
  recordPayment(account, payment(more));

export const raise = (account: StudentAccount, more: Partial<ChargeByHand> = {}) =>
  raiseCharge(account, charge(more));

/** Account after a decision; the invariants hold, as before every append. */
export function after(account: StudentAccount, facts: readonly NewFact<AccountFact>[]) {
  const next = facts.reduce((state, fact) => accountFold.evolve(state, fact), account);
  accountFold.assertInvariants(next);
  return next;
}

/** The error that a decision refuses with. */
export function refusalOf(decision: () => unknown): AppError {
  try {
    decision();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the decision was accepted');
}
