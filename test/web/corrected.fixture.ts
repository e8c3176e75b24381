// An account with everything that can be undone: a waiver in force and one reversed, a cancelled
// charge, a reversed payment, a refund, credit on hold. Every figure adds up.
import { localDate } from '../../src/kernel/local-date.js';
import type {
  Account,
  AccountAdjustment,
  AccountCharge,
  AccountPayment,
} from '../../src/projections/account/account.queries.js';
import type { FoundStudent } from '../../src/web/actions/action.js';
import * as books from './books.fixture.js';
import { TODAY } from './school.fixture.js';

export const TUITION = '0198a3c2-0000-7000-8000-0000000000d1';
export const LEVY = '0198a3c2-0000-7000-8000-0000000000d2';
export const CREDIT_PAYMENT = '0198a3c2-0000-7000-8000-0000000000e1';
export const REVERSED_PAYMENT = '0198a3c2-0000-7000-8000-0000000000e2';
export const WAIVER = '0198a3c2-0000-7000-8000-0000000000f1';
export const REFUND = '0198a3c2-0000-7000-8000-0000000000f2';
export const RUDO = '453da973-c436-78c7-a961-5bdb63b91f00';

const said = {
  effectiveDate: TODAY,
  recordedAt: new Date('2026-07-16T12:00:00Z'),
  principal: 'user:1',
  reasonCode: 'other',
} as const;
const [first] = books.account.charges;
const [paid] = books.account.payments;
if (first === undefined || paid === undefined) throw new Error('a charge and a payment');

const waiver: AccountAdjustment = {
  ...said,
  id: WAIVER,
  chargeId: TUITION,
  feeCode: 'TUITION',
  kind: 'waiver',
  amountMinor: 2_000n,
  reason: 'Hardship',
  position: 20,
};
const takenBack: AccountAdjustment = {
  ...waiver,
  id: '0198a3c2-0000-7000-8000-0000000000f3',
  kind: 'discount',
  amountMinor: 1_000n,
  reversal: { ...said, reason: 'Given to the wrong child' },
};

const tuition: AccountCharge = {
  ...first,
  id: TUITION,
  amountMinor: 12_000n,
  adjustedMinor: 2_000n,
  paidMinor: 8_000n,
  outstandingMinor: 2_000n,
  adjustments: [waiver, takenBack],
};
const levy: AccountCharge = {
  ...first,
  id: LEVY,
  feeCode: 'LEVY',
  description: 'Development levy',
  amountMinor: 2_500n,
  cancelledMinor: 2_500n,
  paidMinor: 0n,
  outstandingMinor: 0n,
  cancelled: true,
  cancellation: { ...said, reason: 'Charged twice' },
};

const credit: AccountPayment = {
  ...paid,
  id: CREDIT_PAYMENT,
  amountMinor: 12_000n,
  creditMinor: 3_000n,
  refundedMinor: 1_000n,
  holdCredit: true,
  allocations: [],
  refunds: [
    {
      ...said,
      id: REFUND,
      paymentId: CREDIT_PAYMENT,
      amountMinor: 1_000n,
      method: 'cash',
      reason: 'Paid too much',
      position: 21,
    },
  ],
};
const reversed: AccountPayment = {
  ...paid,
  id: REVERSED_PAYMENT,
  receiptNo: 5,
  amountMinor: 5_000n,
  creditMinor: 0n,
  reversedMinor: 5_000n,
  allocations: [],
  reversedOn: localDate('2026-06-04'),
  reversal: {
    ...said,
    effectiveDate: localDate('2026-06-04'),
    amountMinor: 5_000n,
    reason: 'Another child',
    movedTo: { studentId: RUDO, paymentId: '0198a3c2-0000-7000-8000-0000000000e9' },
  },
};

export const account: Account = {
  ...books.account,
  totals: {
    chargedMinor: 14_500n,
    cancelledMinor: 2_500n,
    adjustedMinor: 2_000n,
    paidMinor: 17_000n,
    reversedMinor: 5_000n,
    refundedMinor: 1_000n,
    outstandingMinor: 2_000n,
    creditMinor: 3_000n,
    netMinor: -1_000n,
  },
  charges: [tuition, levy],
  payments: [credit, reversed],
  adjustments: [waiver, takenBack],
};

export const found: readonly FoundStudent[] = [
  {
    id: RUDO,
    name: 'Rudo Chikwanha',
    admissionNo: 'HS-0377',
    class: 'Form 1A',
    netMinor: 12_000n,
  },
];
